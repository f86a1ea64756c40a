package dev.leat.connect.service;

import java.time.Duration;

/**
 * Times that are the protocol's, and not for users to set; a test has shorter ones.
 *
 * @param check how long a source may take to be checked: longer than a slow system, shorter than anybody waits
 * @param look how often it is asked whether a job is still wanted
 * @param report how often the counts of a job are stored, which is its sign of life
 * @param outage how long a loop waits for Elasticsearch before it says that it cannot do its work
 */
record Rhythm(Duration check, Duration look, Duration report, Duration outage) {

    static Rhythm standard() {
        return new Rhythm(
                Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
    }
}
