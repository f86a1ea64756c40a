package dev.leat.elastic;

/** Ignores everything. */
enum NoProgress implements Progress {
    INSTANCE;

    @Override
    public void total(long units) {}

    @Override
    public void advance(long units) {}

    @Override
    public void note(String message) {}
}
