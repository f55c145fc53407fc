"""Harder input for training: word pieces that are hidden, and vectors pushed the way that raises the loss most."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from dateline.train.network import Reader

_MASK = 103  # of BERT's vocabulary; the pieces below it are [PAD], [CLS], [SEP] and the like
_TINY = 1e-12


def hidden(ids: Tensor, share: float) -> Tensor:
    """The ids [B, S] with this share of the words' pieces, drawn at random, read as [MASK]."""
    if not share:
        return ids
    drawn = (torch.rand(ids.shape) < share) & (ids > _MASK)
    return torch.where(drawn, torch.full_like(ids, _MASK), ids)


def push(gradient: Tensor, embedded: Tensor, mask: Tensor, size: float) -> Tensor:
    """How far each vector [B, S, width] moves along its gradient.

    A sentence's moves add up (their root mean square) to `size` of the mean length of its vectors, those of padding (mask 0) to nothing.
    """
    real = mask[:, :, None].float()
    steep = gradient * real
    count = real.sum((1, 2), keepdim=True)
    length = (embedded.norm(dim=-1, keepdim=True) * real).sum((1, 2), keepdim=True) / count
    return size * length * count.sqrt() * steep / (steep.norm(dim=(1, 2), keepdim=True) + _TINY)


def backward(model: Reader, gold: dict[str, Tensor], loss_of: Callable[[tuple[Tensor, ...]], Tensor], size: float) -> float:
    """Add to the parameters' gradients those of the loss and, if `size` is not 0, of the loss with pushed vectors; returns the first.

    "Fast gradient method", Miyato et al. 2017: a second pass through the network for every batch.
    """
    embedded = model.encoder.embed(gold["ids"], gold["cases"])
    if size:
        embedded.retain_grad()
    loss = loss_of(model.read(embedded, gold["firsts"], gold["mask"]))
    loss.backward()
    if size and embedded.grad is not None:
        moved = model.encoder.embed(gold["ids"], gold["cases"]) + push(embedded.grad, embedded.detach(), gold["mask"], size)
        loss_of(model.read(moved, gold["firsts"], gold["mask"])).backward()
    return float(loss.detach())
