package dev.leat.elastic;

/** Receives how far a long piece of work is. Thread-safe; calls are cheap enough for every page, not for every byte. */
public interface Progress {

    /** How many units there are in all; may be called again when more is known. Negative when it cannot be known. */
    void total(long units);

    /** That many more units are done. */
    void advance(long units);

    /** What is going on now, in a few words. */
    void note(String message);

    /** Ignores everything. */
    static Progress none() {
        return NoProgress.INSTANCE;
    }
}
