package dev.leat.datastore.archive;

import dev.leat.datastore.document.StoredSource;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.query.MatchRound;
import dev.leat.datastore.query.RoundAccount;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.ScannedPage;
import java.util.ArrayList;
import java.util.List;

/** A round that moves the documents of each page into the archive. */
final class ArchiveRound implements MatchRound {

    /** Documents that take each step together. */
    private static final int AT_ONCE = 500;

    /** Of sources, beyond which fewer take it: three times that is in memory. */
    private static final long BYTES_AT_ONCE = 4L << 20;

    private final Mover mover;
    private final RoundAccount account;

    ArchiveRound(Mover mover, RoundAccount account) {
        this.mover = mover;
        this.account = account;
    }

    @Override
    public void change(ScannedPage page) {
        List<Moving> batch = new ArrayList<>();
        long bytes = 0;
        for (Hit hit : page) {
            VersionToken version = new VersionToken(hit.index(), hit.seqNo(), hit.primaryTerm());
            batch.add(new Moving(new StoredSource(hit.id(), version, hit.source())));
            bytes += hit.sourceLength();
            if (batch.size() >= AT_ONCE || bytes >= BYTES_AT_ONCE) {
                move(batch);
                batch.clear();
                bytes = 0;
            }
        }
        if (!batch.isEmpty()) {
            move(batch);
        }
    }

    private void move(List<Moving> batch) {
        mover.move(batch);
        for (Moving moving : batch) {
            switch (moving.end()) {
                case Moving.End.Moved moved -> account.changed();
                case Moving.End.Again again -> account.again(moving.id());
                case Moving.End.Failed failed -> account.failed(failed.letter());
                case null -> throw new IllegalStateException("document '" + moving.id() + "' has no end");
            }
        }
    }

    @Override
    public void finish() {
        mover.finish();
    }

    @Override
    public void close() {
        mover.close();
    }
}
