"""Training goes on from a reader's float weights, or from the int8 ones that ship."""

import pytest
from support.tinyreader import tiny_reader

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    from dateline.train.export import export

    model = tiny_reader(5)
    with torch.no_grad():
        for held in model.parameters():  # alike ones, such as fresh norms, would be exported as one
            held.add_(torch.randn_like(held) / 10)
    folder = tmp_path_factory.mktemp("reader")
    export(model, folder)
    return model, folder


def test_float_weights_come_back_whole(exported):
    from dateline.train.resume import load_weights

    model, folder = exported
    read = tiny_reader(6)
    load_weights(read, folder)
    for name, want in model.state_dict().items():
        assert torch.equal(read.state_dict()[name], want), name


def test_without_them_the_int8_weights_are_multiplied_out(exported, tmp_path):
    from dateline.train.resume import load_weights

    model, folder = exported
    (tmp_path / "model.onnx").write_bytes((folder / "model.onnx").read_bytes())
    read = tiny_reader(6)
    load_weights(read, tmp_path)
    for name, want in model.state_dict().items():
        # Seven bits over the range of a column: half a step is at most 1/126 of its largest weight.
        assert (read.state_dict()[name] - want).abs().max() <= want.abs().max() / 126 + 1e-6, name


def test_a_folder_without_weights_is_told(tmp_path):
    from dateline.train.resume import load_weights

    with pytest.raises(ValueError, match="neither"):
        load_weights(tiny_reader(6), tmp_path)


def test_weights_of_another_size_are_told(exported):
    from dateline.train.resume import load_weights

    with pytest.raises(ValueError, match="another size"):
        load_weights(tiny_reader(6, intermediate_size=64), exported[1])
