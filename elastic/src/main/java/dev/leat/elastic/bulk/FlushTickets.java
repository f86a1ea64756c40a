package dev.leat.elastic.bulk;

import java.util.ArrayList;
import java.util.List;

/** Callers that wait until all operations up to a certain one have their outcome. The writer's lock guards it. */
final class FlushTickets {

    private final List<Ticket> tickets = new ArrayList<>();

    /** One such caller. */
    static final class Ticket {
        private final long end;
        private long open;

        private Ticket(long end, long open) {
            this.end = end;
            this.open = open;
        }

        boolean isDone() {
            return open == 0;
        }
    }

    /**
     * Waits for what was submitted so far.
     *
     * @param outstanding how many of these have no outcome yet
     */
    Ticket draw(long submitted, long outstanding) {
        Ticket ticket = new Ticket(submitted, outstanding);
        tickets.add(ticket);
        return ticket;
    }

    void giveBack(Ticket ticket) {
        tickets.remove(ticket);
    }

    void completed(Entry entry) {
        for (Ticket ticket : tickets) {
            if (entry.sequence < ticket.end) {
                ticket.open--;
            }
        }
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }
}
