"""The characters that invented names are drawn from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from bench.generator.names.lexicon import is_wide, rare_characters

# Characters that Chinese business names prefer.
FAVOURITES = (
    "华鑫泰瑞恒盛达兴隆昌宏丰源利安康福祥和顺诚信德仁义嘉佳美乐欣荣永久长远博雅文海江河山川云天地星辰东西南北"
    "中正大新金银铜玉宝珠龙凤麒麟鹏飞鸿翔鹤燕马骏腾跃升腾启航远望创智慧联通汇聚融合众力量能量动驰迅捷捷科技"
    "易优良品尚雅格林森木松柏梅兰竹菊桂花春秋夏冬晨阳光明辉耀炫晶晖亮彩虹蓝绿青紫红白黑方圆立建筑基石磐岩"
    "凯旋胜捷锐锋铭钧钰锦绣绮纶维纬国际世界环球寰宇宙亚洲欧美英杰俊豪伟卓越冠群超凡一二三六八九百千万亿同"
)


@lru_cache(maxsize=1)
def common_characters() -> str:
    """The 3,755 characters of GB 2312 level 1, which cover nearly all modern print."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def invented_word(rng: np.random.Generator, length: int, rarity: float = 0.5) -> str:
    """A word that means nothing in particular.

    Args:
        rng: where chance comes from.
        length: how many characters.
        rarity: share of words drawn evenly from all common characters rather than from names' favourites.
    """
    if is_wide() and rng.random() < 0.3:
        source = rare_characters() if rng.random() < 0.65 else common_characters()
        return "".join(source[int(rng.integers(len(source)))] for _ in range(length))
    source = common_characters() if rng.random() < rarity else FAVOURITES
    return "".join(source[int(rng.integers(len(source)))] for _ in range(length))


def pick(rng: np.random.Generator, choices: str | tuple[str, ...] | list[str]) -> str:
    """One of several, each as likely."""
    return choices[int(rng.integers(len(choices)))]


def words(name: str) -> tuple[str, ...]:
    """The words of one of the lists beside this file, `lists/<name>.txt`, set apart by blanks."""
    return tuple(
        Path(__file__).with_name("lists").joinpath(f"{name}.txt").read_text(encoding="utf-8").split()
    )
