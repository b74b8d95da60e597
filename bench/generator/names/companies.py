"""Company names: place, brand, industry, legal form."""

from __future__ import annotations

import numpy as np

from bench.generator.names.characters import invented_word, pick, words
from bench.generator.names.lexicon import lettered, more
from bench.generator.names.places import place

INDUSTRIES = words("industries")
FORMS = (
    ("有限公司", 0.62),
    ("有限责任公司", 0.12),
    ("股份有限公司", 0.08),
    ("集团有限公司", 0.06),
    ("集团股份有限公司", 0.02),
    ("厂", 0.02),
    ("中心", 0.02),
    ("工作室", 0.02),
    ("经营部", 0.015),
    ("商行", 0.015),
    ("合伙企业", 0.005),
    ("门市部", 0.005),
)
BRANCHES = ("分公司", "第一分公司", "项目部", "办事处", "营业部", "销售总公司", "子公司")
ENGLISH_WORDS = words("english_words")
ENGLISH_TRADES = words("english_trades")


@lettered
def company(rng: np.random.Generator, shortest: int = 4, longest: int = 26, rarity: float = 0.5) -> str:
    """A company's name of `shortest` to `longest` characters.

    Args:
        rng: where chance comes from.
        shortest: fewest characters wanted.
        longest: most characters wanted.
        rarity: share of brands drawn evenly from all common characters.

    Raises:
        ValueError: no name of such a length can be composed.
    """
    if longest < shortest or longest < 4:
        raise ValueError(f"no company name has {shortest} to {longest} characters")
    for _ in range(400):
        name = _compose(rng, rarity)
        if shortest <= len(name) <= longest:
            return name
    form = "有限公司" if longest >= 6 else "公司"
    return invented_word(rng, max(2, shortest - len(form)), rarity) + form


def _compose(rng: np.random.Generator, rarity: float) -> str:
    brand = invented_word(rng, int(rng.choice([2, 3, 4], p=[0.55, 0.3, 0.15])), rarity)
    trade = pick(rng, more(INDUSTRIES, "trades")) if rng.random() < 0.9 else ""
    if trade.endswith("事务所"):
        return (place(rng) if rng.random() < 0.5 else "") + brand + trade
    forms, weights = zip(*FORMS, strict=True)
    form = str(rng.choice(forms, p=np.array(weights) / sum(weights)))
    where = place(rng) if rng.random() < 0.55 else ""
    if where and rng.random() < 0.12:
        name = f"{brand}（{where}）{trade}{form}"
    else:
        name = where + brand + trade + form
    if form.endswith("公司") and rng.random() < 0.08:
        name += (pick(rng, ("", place(rng)))) + pick(rng, BRANCHES)
    return name


def english_company(rng: np.random.Generator) -> str:
    """An English company name in capitals, as bilingual seals carry."""
    words = [pick(rng, ENGLISH_WORDS) for _ in range(int(rng.integers(1, 3)))]
    return " ".join(
        [*words, pick(rng, ENGLISH_TRADES), pick(rng, ("CO.,LTD.", "LIMITED", "CO., LTD", "INC."))]
    )
