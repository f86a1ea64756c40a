package dev.leat.connect.mirror;

import java.io.IOException;

/** Where it is noted what Elasticsearch has confirmed. Thread-safe. */
interface WriteRecord {

    /** A document has been written with that content. */
    void written(Hash128 key, Hash128 content) throws IOException;

    /** A document has been deleted. */
    void deleted(Hash128 key);

    /** Where nothing is noted. */
    static WriteRecord none() {
        return Nowhere.NOWHERE;
    }

    /** Forgets. */
    enum Nowhere implements WriteRecord {
        NOWHERE;

        @Override
        public void written(Hash128 key, Hash128 content) {}

        @Override
        public void deleted(Hash128 key) {}
    }
}
