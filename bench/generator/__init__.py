"""Seals, and pages that carry them, drawn from a seed together with their truth.

What leads to what:

    names, fonts      what is written, and the faces to write with
    typography        every character's cell on an arc, a line or a column, in the seal's own frame
    designs           rims, emblems and texts of the five shapes (`designs.design_of`)
    design            the plate: a design as perfect ink would print it
    ink               the ink it leaves: worn, faint, uneven, running, partly missing
    seals             a seal drawn in its own frame (`seals.draw_seal`)
    pressing          laid on a picture through a homography, and what can still be read of it
    paper, printing, layouts    what lies beneath
    crops, cutouts, pages       whole pictures
    degradations      camera, scanner, copier, JPEG
    scenes            `make_scene(seed)`: one picture with its truth
    strips, labels    straight strips of text; records of labels.json

`python -m bench.generator --help` says how to make sets, and the sample picture of the package.
Random names, real looking as they are, belong to nobody that was meant.
"""
