"""What fields say: numbers, dates, amounts, names, addresses."""

from __future__ import annotations

import numpy as np

from bench.forms.layout import Value
from bench.generator import names
from bench.generator.names.places import place

_STREETS = ("人民", "中山", "解放", "建设", "和平", "新华", "长江", "黄河", "文化", "科技", "滨江", "学府")
_GOODS = (
    "办公用品",
    "打印纸",
    "电脑配件",
    "会议服务",
    "运输服务",
    "建筑材料",
    "劳保用品",
    "技术服务",
    "餐饮服务",
    "印刷品",
)
_BANKS = ("工商", "农业", "中国", "建设", "交通", "招商")
_BANK_TOWNS = ("南京", "武汉", "成都", "青岛", "长沙", "大连")
_ENGLISH_FIRST = ("James", "Maria", "Robert", "Linda", "Thomas", "Alice", "Daniel", "Helen", "Peter", "Nora")
_ENGLISH_LAST = ("Walker", "Hughes", "Martin", "Clarke", "Bennett", "Foster", "Murray", "Jenkins", "Palmer")
_ENGLISH_GOODS = (
    "Office chairs",
    "Paper A4",
    "Consulting",
    "Printer toner",
    "Hosting fee",
    "Desk lamps",
    "Cables",
)
_CITIES = ("London", "Leeds", "Bristol", "Oxford", "Dublin", "Cardiff", "Boston", "Denver", "Austin")
_STATIONS = (
    "北京",
    "上海",
    "南京",
    "杭州",
    "武汉",
    "长沙",
    "广州",
    "郑州",
    "西安",
    "成都",
    "天津",
    "沈阳",
    "大连",
    "青岛",
)


def one_of(*choices: str) -> Value:
    """One of several words."""
    return lambda rng: str(rng.choice(choices))


def digits(length: int) -> Value:
    """A number of so many digits."""
    return lambda rng: "".join(map(str, rng.integers(0, 10, length)))


def amount(sign: str = "", largest: int = 6) -> Value:
    """An amount of money with two decimals, after `sign`."""
    return lambda rng: f"{sign}{rng.uniform(1, 10 ** rng.uniform(1.2, largest)):.2f}"


def count(largest: int) -> Value:
    """A whole number from 1 up."""
    return lambda rng: str(int(rng.integers(1, largest + 1)))


def company(rng: np.random.Generator) -> str:
    """A company's name."""
    return names.company(rng, 8, 18, 0.1)


def person(rng: np.random.Generator) -> str:
    """A person's name."""
    return names.person(rng, 0, 0.1)


def date(rng: np.random.Generator) -> str:
    """A date as written in Chinese."""
    return names.date_text(rng, "line")


def short_date(rng: np.random.Generator) -> str:
    """A date in digits."""
    return f"{rng.integers(2005, 2027)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"


def clock(rng: np.random.Generator) -> str:
    """A time of day."""
    return f"{rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}"


def tax_number(rng: np.random.Generator) -> str:
    """A unified social credit code."""
    return names.tax_number(rng)


def licence_number(rng: np.random.Generator) -> str:
    """A permit's number."""
    return "JY" + digits(14)(rng)


def bank(rng: np.random.Generator) -> str:
    """A bank's branch."""
    town, street_name = rng.choice(_BANK_TOWNS), rng.choice(_STREETS)
    return f"{rng.choice(_BANKS)}银行{town}{street_name}支行"


def telephone(rng: np.random.Generator) -> str:
    """A mobile telephone number."""
    return f"1{rng.choice(list('35789'))}" + "".join(map(str, rng.integers(0, 10, 9)))


def street(rng: np.random.Generator) -> str:
    """A street and house number."""
    return f"{rng.choice(_STREETS)}路{rng.integers(1, 900)}号"


def address(rng: np.random.Generator) -> str:
    """A town, a street and a house number."""
    return f"{place(rng, 0.1)}{street(rng)}"


def address_in_two_lines(rng: np.random.Generator) -> str:
    """An address with the building on a second line."""
    return f"{address(rng)}\n{rng.integers(1, 30)}栋{rng.integers(1, 30)}层{rng.integers(101, 2800)}室"


def goods(rng: np.random.Generator) -> str:
    """What was sold."""
    return str(rng.choice(_GOODS))


def station(rng: np.random.Generator) -> str:
    """A railway station."""
    return f"{rng.choice(_STATIONS)}{rng.choice(['', '东', '西', '南', '北'])}站"


def train(rng: np.random.Generator) -> str:
    """A train's number."""
    return f"{rng.choice(list('GDKTZ'))}{rng.integers(1, 9000)}"


def seat(rng: np.random.Generator) -> str:
    """A coach and a seat."""
    return f"{rng.integers(1, 17):02d}车{rng.integers(1, 21):02d}{rng.choice(list('ABCDF'))}号"


def english_person(rng: np.random.Generator) -> str:
    """A person's name in English."""
    return f"{rng.choice(_ENGLISH_FIRST)} {rng.choice(_ENGLISH_LAST)}"


def english_company(rng: np.random.Generator) -> str:
    """A company's name in English."""
    return f"{rng.choice(_ENGLISH_LAST)} {rng.choice(['Trading', 'Supplies', 'Systems', 'Foods'])} Ltd"


def english_address(rng: np.random.Generator) -> str:
    """An address in two lines."""
    road = rng.choice(["High Street", "Mill Lane", "Station Road", "Park Avenue"])
    return f"{rng.integers(1, 300)} {road}\n{rng.choice(_CITIES)} {rng.integers(10000, 99999)}"


def english_goods(rng: np.random.Generator) -> str:
    """What was sold, in English."""
    return str(rng.choice(_ENGLISH_GOODS))


def english_date(rng: np.random.Generator) -> str:
    """A date as written in English."""
    month = rng.choice(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
    return f"{rng.integers(1, 29)} {month} {rng.integers(2010, 2027)}"
