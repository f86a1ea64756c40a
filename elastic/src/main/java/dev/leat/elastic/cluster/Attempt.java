package dev.leat.elastic.cluster;

import java.net.URI;

/** What came of sending a request once. */
public sealed interface Attempt {

    /** A node, or something in front of it, answered. */
    record Answered(Response response) implements Attempt {}

    /** Nothing left this machine: the node was not reached. */
    record NotSent(URI node, Exception cause) implements Attempt {}

    /** Something was sent and no whole answer came back: it may have been carried out. */
    record Lost(URI node, Exception cause) implements Attempt {}
}
