package dev.leat.cassandra.sync;

class LedgerModelTest extends LedgerConformance {

    private final LedgerModel ledger = new LedgerModel();

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected LeaseRegister register() {
        return ledger;
    }
}
