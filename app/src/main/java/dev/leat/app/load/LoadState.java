package dev.leat.app.load;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a load of a file into an index.
 *
 * @param fingerprint what the ids begin with
 * @param path the file, absolute
 * @param length how many bytes of it {@code digest} covers
 * @param digest SHA-256 of these bytes, hex
 * @param format the format that its first line has told
 * @param rule the {@link WriteRule#key} it was loaded under; null when remembered by a version that had one rule only
 * @param offset up to where everything has its outcome
 * @param line the number of lines before that
 * @param lettersLength how long the file of dead letters was then
 * @param complete whether that was the end of the file
 */
record LoadState(
        String fingerprint,
        String path,
        long length,
        String digest,
        LineFormat format,
        @Nullable String rule,
        long offset,
        long line,
        long lettersLength,
        boolean complete) {

    LoadState reached(Watermark.Place place, long lettersLength) {
        return new LoadState(
                fingerprint, path, length, digest, format, rule, place.offset(), place.line(), lettersLength, false);
    }

    /** Whether it was loaded under that rule. */
    boolean isUnder(WriteRule wanted) {
        return wanted.key().equals(rule == null ? WriteRule.standard().key() : rule);
    }

    /** As a state that covers only what was reached, so that what comes after may be mended. */
    LoadState covering(long length, String digest) {
        return new LoadState(fingerprint, path, length, digest, format, rule, offset, line, lettersLength, false);
    }

    LoadState completed() {
        return new LoadState(fingerprint, path, length, digest, format, rule, offset, line, lettersLength, true);
    }
}
