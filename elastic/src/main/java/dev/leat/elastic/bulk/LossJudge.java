package dev.leat.elastic.bulk;

import dev.leat.elastic.bulk.Guarding.AsWritten;
import dev.leat.elastic.bulk.Guarding.IfAbsent;
import dev.leat.elastic.bulk.Guarding.IfUnchanged;
import dev.leat.elastic.bulk.Stored.Present;
import dev.leat.elastic.bulk.Stored.Unreadable;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.Repeat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what became of an operation whose answer was lost, by what is stored now and no longer changes on its account
 * (the lost request has ended). "Again" sends it once more; "CAS" does so on condition that what was read is still
 * there; "sure" means that no earlier sending took effect. A conflict of such a repeat leads back here, with the
 * conflict as the last column.
 *
 * <table>
 * <caption>Action and guard × what is stored</caption>
 * <tr><th>operation</th><th>absent</th><th>as sent</th><th>other</th><th>repeat met a conflict</th></tr>
 * <tr><td>index</td><td>again as create</td><td>VERIFIED</td><td>again, CAS</td><td>the same; after the third again
 * plainly: the last write wins</td></tr>
 * <tr><td>delete</td><td>VERIFIED</td><td colspan="2">again, CAS</td><td>the same</td></tr>
 * <tr><td>create</td><td>again</td><td>version 1: VERIFIED, else Unknown</td><td>version 1 and the index stores
 * verbatim: Rejected 409, else Unknown</td><td>absent: Unknown, else the same</td></tr>
 * <tr><td>index, external version v</td><td>again</td><td>at v: VERIFIED</td><td>below v: again, sure; at v:
 * again if "or equal", else Rejected 409 if verbatim, else Unknown; above v: Rejected 409</td><td>Rejected, or as
 * before if at v</td></tr>
 * <tr><td>delete, external version</td><td>again, to leave its version behind</td><td colspan="2">again</td>
 * <td>absent: VERIFIED, else Rejected</td></tr>
 * <tr><td>index, if_seq_no n</td><td>Unknown</td><td>at n: again, sure; else VERIFIED</td><td>at n: again, sure; else
 * Unknown: it may have been ours and overwritten</td><td>cannot be after "sure"</td></tr>
 * <tr><td>delete, if_seq_no n</td><td>VERIFIED</td><td colspan="2">at n: again, sure; else Unknown</td>
 * <td>cannot be</td></tr>
 * <tr><td>update by doc</td><td>again</td><td colspan="2">again; a noop then is VERIFIED</td><td>again; Unknown after
 * the third</td></tr>
 * <tr><td>update by doc or upsert</td><td>again</td><td>the upsert at version 1: VERIFIED</td><td>holds the doc:
 * VERIFIED; version 1: again; else Unknown unless repeatable</td><td>the same</td></tr>
 * <tr><td>update by script</td><td>without upsert: again (it will be a 404)</td><td colspan="2">Unknown unless
 * repeatable</td><td>the same</td></tr>
 * <tr><td>update, if_seq_no n</td><td>Unknown</td><td colspan="2">at n: again, sure; holds the doc: VERIFIED; else
 * Unknown</td><td>cannot be</td></tr>
 * </table>
 *
 * <p>What cannot be read is sent again where that is harmless; a conflict then is Unknown. "VERIFIED" says that what the
 * operation was to bring about is in place; that an equal document was there all along cannot be told from it. A repeat
 * of an unguarded index, delete or update by doc may overwrite what another writer stored in between, as the original
 * might have, had it come later.
 */
final class LossJudge {

    private static final int CONFLICTS_BEFORE_PLAIN = 3;

    private LossJudge() {}

    /** What is to be done. */
    sealed interface Verdict {

        record Settled(WriteOutcome outcome) implements Verdict {}

        record Again(Guarding guarding, Certainty certainty) implements Verdict {}
    }

    /** Whether it is known that no earlier sending took effect. */
    enum Certainty {
        SURELY_NOT_APPLIED,
        MAYBE_APPLIED
    }

    /** @param conflict the refusal of the repeat that led here; null right after a loss */
    static Verdict judge(Entry entry, Stored stored, Supplier<Fidelity> fidelity, @Nullable Rejected conflict) {
        BulkOperation operation = entry.operation;
        if (stored instanceof Unreadable unreadable) {
            return unreadable(operation, unreadable, conflict);
        }
        Present present = stored instanceof Present found ? found : null;
        return switch (operation.guard()) {
            case Guard.IfSeqNo guard -> ifSeqNo(entry, guard, present, conflict);
            case Guard.ExternalVersion guard -> external(entry, guard.version(), present, fidelity, conflict);
            case Guard.ExternalVersionOrEqual guard -> externalOrEqual(entry, guard.version(), present, conflict);
            case Guard.None none ->
                switch (operation.action()) {
                    case INDEX -> index(entry, present);
                    case CREATE -> create(entry, present, fidelity, conflict);
                    case UPDATE -> update(entry, present, conflict);
                    case DELETE -> delete(entry, present);
                };
        };
    }

    private static Verdict index(Entry entry, @Nullable Present present) {
        if (present != null && present.isSameAs(entry.source)) {
            return verified(present);
        }
        if (entry.conflicts >= CONFLICTS_BEFORE_PLAIN) {
            return again();
        }
        return new Verdict.Again(present == null ? IfAbsent.IF_ABSENT : ifUnchanged(present), Certainty.MAYBE_APPLIED);
    }

    private static Verdict delete(Entry entry, @Nullable Present present) {
        if (present == null) {
            return verifiedAbsence();
        }
        return entry.conflicts >= CONFLICTS_BEFORE_PLAIN
                ? again()
                : new Verdict.Again(ifUnchanged(present), Certainty.MAYBE_APPLIED);
    }

    private static Verdict create(
            Entry entry, @Nullable Present present, Supplier<Fidelity> fidelity, @Nullable Rejected conflict) {
        if (present == null) {
            return conflict == null ? again() : unknown("the id is taken by a document that cannot be seen");
        }
        if (present.version() != 1) {
            return unknown("the document is there at version " + present.version()
                    + ", so that it may be this one or one that was there before");
        }
        if (present.isSameAs(entry.source)) {
            return verified(present);
        }
        return fidelity.get() == Fidelity.VERBATIM
                ? conflict(conflict, "another document has this id")
                : unknown("a document has this id, and the index changes documents, so that it may be this one");
    }

    private static Verdict update(Entry entry, @Nullable Present present, @Nullable Rejected conflict) {
        UpdateBody body = UpdateBody.parse(entry.source);
        if (conflict != null && entry.conflicts > CONFLICTS_BEFORE_PLAIN) {
            return unknown("others keep changing the document");
        }
        if (body.kind() == UpdateBody.Kind.DOC || entry.operation.repeat() == Repeat.IDEMPOTENT) {
            return again();
        }
        if (body.kind() == UpdateBody.Kind.SCRIPT) {
            return present == null && !body.hasUpsert()
                    ? again()
                    : unknown("the script may have run, and running it again may count twice");
        }
        if (present == null) {
            return again();
        }
        boolean first = present.version() == 1;
        if (body.isContainedIn(present.tree()) || (first && body.isUpsert(present.tree()))) {
            return verified(present);
        }
        return first ? again() : unknown("the document is there, maybe made by this very update and changed since");
    }

    private static Verdict ifSeqNo(
            Entry entry, Guard.IfSeqNo guard, @Nullable Present present, @Nullable Rejected conflict) {
        boolean delete = entry.operation.action() == Action.DELETE;
        if (present == null) {
            return delete ? verifiedAbsence() : unknown("the document was deleted, before or after this operation");
        }
        if (present.seqNo() == guard.seqNo() && present.primaryTerm() == guard.primaryTerm()) {
            // The guard holds still, so whatever refused the repeat was not about this document.
            return conflict == null
                    ? new Verdict.Again(AsWritten.AS_WRITTEN, Certainty.SURELY_NOT_APPLIED)
                    : new Verdict.Settled(conflict);
        }
        boolean inPlace = switch (entry.operation.action()) {
            case INDEX, CREATE -> present.isSameAs(entry.source);
            case UPDATE -> UpdateBody.parse(entry.source).isContainedIn(present.tree());
            case DELETE -> false;
        };
        return inPlace
                ? verified(present)
                : unknown("the document has changed since it was read, by this operation or by another writer");
    }

    private static Verdict external(
            Entry entry,
            long version,
            @Nullable Present present,
            Supplier<Fidelity> fidelity,
            @Nullable Rejected conflict) {
        if (entry.operation.action() == Action.DELETE) {
            return externalDelete(present, conflict);
        }
        if (present == null) {
            return conflict == null ? again() : new Verdict.Settled(conflict);
        }
        if (present.version() < version) {
            return conflict == null
                    ? new Verdict.Again(AsWritten.AS_WRITTEN, Certainty.SURELY_NOT_APPLIED)
                    : new Verdict.Settled(conflict);
        }
        if (present.version() > version) {
            return conflict(conflict, "version " + present.version() + " is stored, which is higher than " + version);
        }
        if (present.isSameAs(entry.source)) {
            return verified(present);
        }
        return fidelity.get() == Fidelity.VERBATIM
                ? conflict(conflict, "another document with version " + version + " is stored")
                : unknown("version " + version + " is stored with other content, and the index changes documents");
    }

    private static Verdict externalOrEqual(
            Entry entry, long version, @Nullable Present present, @Nullable Rejected conflict) {
        if (entry.operation.action() == Action.DELETE) {
            return externalDelete(present, conflict);
        }
        if (present != null && present.version() == version && present.isSameAs(entry.source)) {
            return verified(present);
        }
        if (present != null && present.version() > version) {
            return conflict(conflict, "version " + present.version() + " is stored, which is higher than " + version);
        }
        return conflict == null ? again() : new Verdict.Settled(conflict);
    }

    private static Verdict externalDelete(@Nullable Present present, @Nullable Rejected conflict) {
        if (conflict == null) {
            return again();
        }
        return present == null ? verifiedAbsence() : new Verdict.Settled(conflict);
    }

    private static Verdict unreadable(BulkOperation operation, Unreadable unreadable, @Nullable Rejected conflict) {
        boolean harmless = operation.action() != Action.UPDATE
                || operation.guard() instanceof Guard.IfSeqNo
                || operation.repeat() == Repeat.IDEMPOTENT
                || UpdateBody.parse(operation.source()).kind() == UpdateBody.Kind.DOC;
        return conflict == null && harmless
                ? again()
                : unknown("what is stored cannot be read (" + unreadable.reason() + ")");
    }

    private static IfUnchanged ifUnchanged(Present present) {
        return new IfUnchanged(present.index(), present.seqNo(), present.primaryTerm());
    }

    private static Verdict again() {
        return new Verdict.Again(AsWritten.AS_WRITTEN, Certainty.MAYBE_APPLIED);
    }

    private static Verdict verified(Present present) {
        return new Verdict.Settled(
                new Written(Result.VERIFIED, present.version(), present.seqNo(), present.primaryTerm()));
    }

    private static Verdict verifiedAbsence() {
        return new Verdict.Settled(
                new Written(Result.VERIFIED, WriteOutcome.NOT_KNOWN, WriteOutcome.NOT_KNOWN, WriteOutcome.NOT_KNOWN));
    }

    private static Verdict conflict(@Nullable Rejected conflict, String reason) {
        return new Verdict.Settled(
                conflict == null ? new Rejected(409, "version_conflict_engine_exception", reason) : conflict);
    }

    private static Verdict unknown(String reason) {
        return new Verdict.Settled(new Unknown("an answer was lost; " + reason));
    }
}
