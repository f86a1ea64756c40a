package dev.leat.cassandra.sync;

class TableModelTest extends TableSideConformance {

    private final TableModel table = new TableModel(() -> 0);

    @Override
    protected TableSide table() {
        return table;
    }
}
