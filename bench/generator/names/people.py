"""Names of people."""

from __future__ import annotations

import numpy as np

from bench.generator.names.characters import common_characters, pick
from bench.generator.names.lexicon import lettered

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉文建国志海波宁红梅春生林云飞鹏宇浩轩梓涵子怡欣诗雨晨"
    "思远嘉琪善祥永福德才学良仁义忠孝光耀宗祖长庆振东向阳晓峰立新家豪俊凯雪莲凤仙金宝玲珍珠翠柳燕"
)


@lettered
def person(rng: np.random.Generator, length: int = 0, rarity: float = 0.3) -> str:
    """A person's name of 2 or 3 characters (as chance has it when `length` is 0)."""
    length = length or int(rng.choice([2, 3], p=[0.3, 0.7]))
    source = common_characters() if rng.random() < rarity else GIVEN
    return pick(rng, SURNAMES) + "".join(pick(rng, source) for _ in range(length - 1))
