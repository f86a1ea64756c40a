package dev.leat.app.connector;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.SyncJob;
import dev.leat.connect.protocol.SyncJobs;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Waiter;
import java.time.Duration;

/** Waits for the end of a job, and tells how far it is. Blocks; an interrupt ends the watching and not the job. */
public final class JobWatch {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final SyncJobs jobs;
    private final Terminal terminal;
    private final Waiter waiter;

    public JobWatch(SyncJobs jobs, Terminal terminal, Waiter waiter) {
        this.jobs = jobs;
        this.terminal = terminal;
        this.waiter = waiter;
    }

    /** The job after its end. */
    public SyncJob await(String id) {
        String told = "";
        while (true) {
            SyncJob job = jobs.find(id)
                    .orElseThrow(() -> new ConfigException("job", "'" + id + "' was removed while it was waited for"));
            String now = line(job);
            if (!now.equals(told)) {
                tell(now);
                told = now;
            }
            if (job.status().isTerminal()) {
                if (terminal.errIsTerminal()) {
                    terminal.note("");
                }
                return job;
            }
            pause(id);
        }
    }

    /** On a terminal one line that changes; else a line for each status only, so that a log stays short. */
    private void tell(String line) {
        if (terminal.errIsTerminal()) {
            terminal.err().print("\r" + line + "\u001b[K");
            terminal.err().flush();
        } else {
            terminal.note(line);
        }
    }

    private String line(SyncJob job) {
        String status = "sync job " + job.id() + ": " + job.status().wire();
        boolean counts = terminal.errIsTerminal() && job.status() != JobStatus.PENDING;
        return counts
                ? status + ", " + Quantity.count(job.indexedDocumentCount()) + " indexed, "
                        + Quantity.count(job.deletedDocumentCount()) + " deleted"
                : status;
    }

    private void pause(String id) {
        try {
            waiter.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            throw new CancelledException(
                    "waiting was interrupted; the job goes on, 'leat job cancel " + id + "' ends it", e);
        }
    }
}
