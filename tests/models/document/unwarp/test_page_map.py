"""Where every pixel of the flat page comes from."""

from __future__ import annotations

import numpy as np

from sealstack.models.document.unwarp.edges import fit_edges
from sealstack.models.document.unwarp.page_map import FlatPage


def test_no_desk_shows_along_the_edges_of_a_page_whose_outline_is_a_pixel_off() -> None:
    image = np.full((900, 700, 3), 40, np.uint8)
    image[100:800, 100:600] = 230
    side = np.linspace(0, 1, 200)[:, None]
    corners = np.array([[98, 98], [602, 98], [602, 802], [98, 802]], np.float64)
    outline = np.concatenate([corners[at] * (1 - side) + corners[(at + 1) % 4] * side for at in range(4)])
    edges = fit_edges(outline, np.array([[200.0, 200.0], [500.0, 700.0]]))
    assert edges is not None
    flat = FlatPage(None, edges).flatten(image)
    assert abs(flat.shape[1] - 504) <= 1
    assert abs(flat.shape[0] - 704) <= 1
    assert flat.min() >= 225
