"""The mean of readers' weights."""

import json

import pytest

torch = pytest.importorskip("torch")


def test_the_mean_has_each_share(tmp_path, monkeypatch):
    from dateline.train import average

    model = torch.nn.Linear(2, 1)
    values = {"a": 1.0, "b": 5.0}

    def load(into, path):
        value = values[path.name]
        into.load_state_dict({name: torch.full_like(held, value) for name, held in into.state_dict().items()})

    monkeypatch.setattr(average, "load_weights", load)
    average.mean_weights(model, [(tmp_path / "a", 0.75), (tmp_path / "b", 0.25)])
    assert model.weight.tolist() == [[2.0, 2.0]]
    assert model.bias.tolist() == [2.0]


@pytest.mark.parametrize("text", ["here", "here=much", "here=0", "nowhere=0.5"])
def test_a_wrong_part_is_told(tmp_path, monkeypatch, text, capsys):
    from dateline.train import average

    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "model.float.onnx").write_bytes(b"")
    (tmp_path / "here" / "reader.json").write_text(json.dumps({"training": {}}), encoding="utf-8")
    with pytest.raises(SystemExit):
        average.main(["--base", "base", "--out", "out", text])
    assert repr(text) in capsys.readouterr().err
