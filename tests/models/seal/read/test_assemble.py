import numpy as np

from sealstack.models.seal.read.assemble import assemble_frame, assemble_ring
from sealstack.models.values import SealText


def text(content: str, height: float = 10.0, score: float = 0.9) -> SealText:
    quad = np.array([[0, 0], [50, 0], [50, height], [0, height]], np.float32)
    return SealText(quad, content, score)


def test_the_outer_arc_is_the_body() -> None:
    assembly = assemble_ring(text("某某有限公司"), [text("合同专用章"), text("(1)")], [text("3301020304050")])
    assert assembly.body == "某某有限公司"
    assert assembly.others == ("合同专用章", "(1)", "3301020304050")
    assert [path.text for path in assembly.texts] == ["某某有限公司", *assembly.others]


def test_without_an_arc_the_longest_line_is_the_body() -> None:
    assembly = assemble_ring(None, [text("财务"), text("收讫专用章")])
    assert assembly.body == "收讫专用章"
    assert assembly.others == ("财务",)


def test_nothing_read_is_an_empty_body() -> None:
    assert assemble_ring(None, []).body == ""
    assert assemble_frame([]).body == ""


def test_lines_of_one_height_are_one_body() -> None:
    assembly = assemble_frame([text("优泰科技发"), text("展有限公司")])
    assert assembly.body == "优泰科技发展有限公司"
    assert assembly.others == ()


def test_small_print_beside_the_main_line_is_others() -> None:
    assembly = assemble_frame([text("现金收讫", 30), text("2024.05.01", 12)])
    assert assembly.body == "现金收讫"
    assert assembly.others == ("2024.05.01",)


def test_a_number_is_no_title_beside_words() -> None:
    assembly = assemble_frame([text("724", 20), text("注意保存", 18)])
    assert assembly.body == "注意保存"
    assert assembly.others == ("724",)


def test_a_number_alone_is_the_body() -> None:
    assert assemble_frame([text("2024", 20)]).body == "2024"


def test_the_end_of_a_phrase_on_a_line_of_its_own_is_joined_to_it() -> None:
    assembly = assemble_ring(text("某某局"), [text("作品自愿登记"), text("专用章")])
    assert assembly.others == ("作品自愿登记专用章",)


def test_what_runs_along_the_sides_is_the_body_and_the_lines_are_others() -> None:
    assembly = assemble_frame([text("已审核", 30)], text("海州青禾软件有限公司", 20))
    assert assembly.body == "海州青禾软件有限公司"
    assert assembly.others == ("已审核",)


def test_an_inner_arc_comes_before_the_lines() -> None:
    assembly = assemble_ring(
        text("某某学院"), [text("财务专用章")], [text("3301020304050")], [text("后勤管理处")]
    )
    assert assembly.others == ("后勤管理处", "财务专用章", "3301020304050")


def test_a_companys_name_in_two_lines_is_one_text() -> None:
    lines = [text("海州市青禾软", 20), text("件有限公司", 21), text("合同专用章", 14)]
    assembly = assemble_ring(text("QINGHE SOFTWARE CO.,LTD"), lines)
    assert assembly.others == ("海州市青禾软件有限公司", "合同专用章")


def test_two_companies_are_two_texts_and_so_are_lines_of_unlike_height() -> None:
    two = assemble_ring(text("某某局"), [text("青禾有限公司"), text("海州有限公司")])
    assert two.others == ("青禾有限公司", "海州有限公司")
    unlike = assemble_ring(text("某某局"), [text("验讫", 30), text("青禾有限公司", 15)])
    assert unlike.others == ("验讫", "青禾有限公司")
    dated = assemble_ring(text("某某局"), [text("2024.05.01"), text("青禾有限公司")])
    assert dated.others == ("2024.05.01", "青禾有限公司")


def test_a_purpose_beneath_a_name_is_none_of_it_though_nearly_as_tall() -> None:
    assembly = assemble_frame([text("海州青禾软件有限公司", 20), text("合同专用章", 18)])
    assert assembly.body == "海州青禾软件有限公司"
    assert assembly.others == ("合同专用章",)
    assert (
        assemble_frame([text("上海明德中学", 20), text("图书室专用章", 20)]).body
        == "上海明德中学图书室专用章"
    )
    assert assemble_frame([text("青禾财务", 20), text("专用章", 18)]).body == "青禾财务专用章"
