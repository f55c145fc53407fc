"""A reader of a few thousand weights, for tests of training."""

CONFIG = {
    "hidden_size": 16, "layer_norm_eps": 1e-12, "vocab_size": 1000, "max_position_embeddings": 32, "num_attention_heads": 2,
    "intermediate_size": 32, "num_hidden_layers": 2,
}  # fmt: skip


def tiny_reader(seed, **settings):
    """A reader without dropout; `settings` replace those of `CONFIG`. Needs torch."""
    import torch

    from dateline.train.network import Encoder, Reader

    torch.manual_seed(seed)
    return Reader(Encoder(CONFIG | settings, dropout=0.0), role_width=4, dropout=0.0)
