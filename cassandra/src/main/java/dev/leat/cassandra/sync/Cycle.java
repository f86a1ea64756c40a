package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * One pass over everything that has changed in either side since a checkpoint. The checkpoint moves page by page, in the
 * initial copy second by second, and only after the lanes are done with a page. Used once, by one thread.
 */
final class Cycle {

    private static final long SECOND = 1_000_000;

    private final SyncPorts ports;
    private final PairSettings settings;
    private final Tally tally;
    private final Lanes lanes;
    private final Lease lease;
    private final @Nullable RowFollower follower;
    private Checkpoint checkpoint;
    private long savedAt;

    /** @param follower null when the table is read whole in every cycle */
    Cycle(
            SyncPorts ports,
            PairSettings settings,
            Tally tally,
            Lanes lanes,
            Lease lease,
            @Nullable RowFollower follower,
            Checkpoint from) {
        this.ports = ports;
        this.settings = settings;
        this.tally = tally;
        this.lanes = lanes;
        this.lease = lease;
        this.follower = follower;
        this.checkpoint = from;
    }

    void run() {
        save(checkpoint);
        if (!checkpoint.isCopied() && settings.rules().direction() != Direction.TO_TABLE) {
            copyTable();
        } else if (follower == null || !checkpoint.isCopied()) {
            scanTable();
        } else {
            followTable(follower);
        }
        followIndex();
        compareWhenDue();
    }

    private void copyTable() {
        try (InitialCopy copy = new InitialCopy(ports, settings, tally, lanes)) {
            ports.table().scanRows(checkpoint.scan(), (page, position) -> {
                lease.keep();
                String done = copy.copy(page, position);
                checkpoint = done == null ? checkpoint : checkpoint.withScan(done);
                // Pages are quick: what is copied again after a crash is a second's work.
                if (ports.now() - savedAt >= SECOND) {
                    save(checkpoint);
                }
            });
            copy.finish();
        }
        save(checkpoint.withScanDone());
    }

    private void scanTable() {
        ports.table().scan(checkpoint.scan(), (page, position) -> {
            lanes.workOn(page);
            save(checkpoint.withScan(position));
        });
        save(checkpoint.withScanDone());
    }

    private void followTable(RowFollower follower) {
        long now = ports.now();
        long seen = follower.follow(checkpoint.watermark(), now, (page, position) -> {
            lanes.workOn(page);
            lease.keep();
        });
        // A version from the future must not hide those that are written until then.
        long watermark = Math.max(checkpoint.watermark(), Math.min(seen, now));
        if (watermark > checkpoint.watermark()) {
            save(checkpoint.withWatermark(watermark));
        }
    }

    private void followIndex() {
        ports.index().changes(checkpoint.feed(), (page, position) -> {
            lanes.workOn(page);
            save(checkpoint.withFeed(position));
        });
    }

    private void compareWhenDue() {
        long now = ports.now();
        if (now - checkpoint.reconciledAt() >= settings.reconcileEvery().toNanos() / 1000) {
            Sweep sweep = new Sweep(ports, tally, settings.rules(), settings.keepGone());
            new Comparison(ports, lanes, settings.maxDeletes(), tally, sweep::over, lease::keep)
                    .run(settings.scratch());
            save(checkpoint.withReconciledAt(now));
        }
    }

    private void save(Checkpoint next) {
        lease.save(next);
        checkpoint = next;
        savedAt = ports.now();
    }
}
