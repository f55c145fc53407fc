"""Harder input for training: hidden word pieces, vectors pushed against the reader."""

import pytest
from support.tinyreader import tiny_reader

torch = pytest.importorskip("torch")


@pytest.fixture
def reader():
    return tiny_reader(3)


@pytest.fixture
def gold():
    ids = torch.tensor([[101, 500, 600, 700, 102, 0], [101, 510, 610, 710, 810, 102]])
    return {
        "ids": ids,
        "cases": torch.zeros_like(ids),
        "firsts": torch.tensor([[1, 2, 3], [1, 2, 3]]),
        "mask": (ids > 0).long(),
    }


def loss_of(outputs):
    return torch.nn.functional.cross_entropy(outputs[1].flatten(0, 1), torch.tensor([0, 1, 0, 0, 1, 0]))


def test_words_are_hidden_and_marks_of_the_model_are_not(gold):
    from dateline.train.adversary import hidden

    torch.manual_seed(0)
    all_hidden = hidden(gold["ids"], 1.0)
    assert all_hidden.tolist() == [[101, 103, 103, 103, 102, 0], [101, 103, 103, 103, 103, 102]]
    assert torch.equal(hidden(gold["ids"], 0.0), gold["ids"])


def test_a_push_has_its_size_and_leaves_padding_alone(reader, gold):
    from dateline.train.adversary import push

    embedded = reader.encoder.embed(gold["ids"], gold["cases"]).detach()
    moved = push(torch.randn_like(embedded), embedded, gold["mask"], 0.2)
    assert moved[0, 5].abs().max() == 0
    for row, pieces in ((0, 5), (1, 6)):
        mean = embedded[row, :pieces].norm(dim=-1).mean()
        assert moved[row].norm().item() == pytest.approx((0.2 * mean * pieces**0.5).item(), rel=1e-4)


def test_a_push_raises_the_loss(reader, gold):
    from dateline.train.adversary import push

    embedded = reader.encoder.embed(gold["ids"], gold["cases"])
    embedded.retain_grad()
    before = loss_of(reader.read(embedded, gold["firsts"], gold["mask"]))
    before.backward()
    moved = embedded.detach() + push(embedded.grad, embedded.detach(), gold["mask"], 0.05)
    assert loss_of(reader.read(moved, gold["firsts"], gold["mask"])).item() > before.item()


def test_without_a_push_the_gradients_are_the_plain_ones(reader, gold):
    from dateline.train.adversary import backward

    loss_of(reader(gold["ids"], gold["cases"], gold["firsts"], gold["mask"])).backward()
    plain = {name: p.grad.clone() for name, p in reader.named_parameters() if p.grad is not None}
    reader.zero_grad()
    loss = backward(reader, gold, loss_of, 0.0)
    assert loss > 0
    for name, want in plain.items():
        assert torch.allclose(dict(reader.named_parameters())[name].grad, want, atol=1e-6), name
    reader.zero_grad()
    assert backward(reader, gold, loss_of, 0.1) == pytest.approx(loss)
    assert any(not torch.allclose(dict(reader.named_parameters())[name].grad, want, atol=1e-6) for name, want in plain.items())
