package dev.leat.cassandra.sync;

class IndexModelTest extends IndexSideConformance {

    private final IndexModel index = new IndexModel();

    @Override
    protected IndexSide index() {
        return index;
    }

    @Override
    protected void putWithOwnFields(RowKey key, Content content) {
        index.put(key, content, "own");
    }

    @Override
    protected void recreate() {
        index.recreate();
    }
}
