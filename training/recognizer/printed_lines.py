"""Ordinary printed lines, rendered from fonts, to keep plain reading as it was."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.degradations import degrade, random_degradation
from bench.generator.fonts import Face, find_faces
from bench.generator.names.lexicon import is_wide, rare_characters
from bench.generator.paper import bare_paper, blank_sheet, paper_colour
from bench.generator.printing import running_text, write
from sealstack.models.text.recognition.strips import resize
from training.recognizer.strips import Strip

_PUNCTUATION = "，。、：；（）《》“”！？%￥-/.,:()&+"
_COLOURS = ((0.12, 0.12, 0.12), (0.3, 0.3, 0.3), (0.15, 0.1, 0.6), (0.5, 0.2, 0.1))


def printed_line(rng: np.random.Generator, difficulty: str) -> Strip:
    """Render one line.

    Args:
        rng: what it says and how it looks.
        difficulty: `easy` is clean print, `hard` a poor photograph of it.
    """
    severity = {"easy": 0.1, "medium": 0.45, "hard": 0.85}[difficulty]
    text = _text(rng)
    faces = find_faces(text)
    face = faces[int(rng.integers(len(faces)))]
    size = int(rng.integers(18, 49))
    left, right = (int(size * share) for share in rng.uniform(0.05, 0.6, 2))
    above, below = (int(size * share) for share in rng.uniform(0.02, 0.4, 2))
    width = _length(face, text, size) + left + right
    height = size + above + below
    sheet = blank_sheet((height, width))
    baseline = above + size * 0.86
    colour = np.array(_COLOURS[int(rng.choice(4, p=[0.7, 0.12, 0.1, 0.08]))], np.float32)
    write(sheet, [(left, baseline, text)], face, size, colour, cover=float(rng.uniform(0.6, 1.0)))
    photographed = bool(rng.random() < 0.5)
    paper = bare_paper(rng, (height, width), paper_colour(rng, not photographed), 0.3)
    picture = (paper * (sheet.astype(np.float32) / 255)).astype(np.float32)
    how = random_degradation(rng, severity, photographed, grey=bool(rng.random() < 0.15))
    return Strip(resize(degrade(picture, how, rng)), text, "print", difficulty)


def _length(face: Face, text: str, size: int) -> int:
    return int(np.ceil(face.at(size).getlength(text)))


def _text(rng: np.random.Generator) -> str:
    """Prose, names, numbers, dates, English, or characters without sense; no blank at either end."""
    kind = rng.random()
    if kind < 0.4:
        text = running_text(rng, int(rng.integers(3, 19)))
    elif kind < 0.55:
        text = names.company(rng)
    elif kind < 0.65:
        text = names.serial_number(rng) if rng.random() < 0.5 else names.tax_number(rng)
    elif kind < 0.72:
        text = names.date_text(rng)
    elif kind < 0.8:
        text = names.english_company(rng)
        text = text.title() if rng.random() < 0.5 else text
    else:
        pool = names.common_characters() + (rare_characters() if is_wide() else "")
        picked = [pool[int(rng.integers(len(pool)))] for _ in range(int(rng.integers(3, 15)))]
        for place in range(len(picked)):
            if rng.random() < 0.08:
                picked[place] = _PUNCTUATION[int(rng.integers(len(_PUNCTUATION)))]
        text = "".join(picked)
    return text.replace("\u3000", " ").strip() or "合同"
