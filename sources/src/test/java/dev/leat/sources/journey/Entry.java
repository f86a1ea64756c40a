package dev.leat.sources.journey;

/**
 * Something that a test puts into a system, of which the system makes what it is made of: a row, a file, an object.
 *
 * @param scope the part of the system that it lies in
 * @param number unique within its scope
 * @param version grows with every change, over the whole system
 */
public record Entry(String scope, int number, int version) {

    /** Numbers from here on are files with text, in systems of files: reading text takes a process of its own. */
    public static final int FIRST_TEXT = 1_000_000;

    /** Whether a system of files makes a file of it that has text. */
    public boolean isText() {
        return number >= FIRST_TEXT;
    }

    /** A small number that differs from entry to entry. */
    public int level() {
        return number % 10;
    }

    /** A text that grows with the version: files that are written twice within a second differ in size. */
    public String note() {
        return "Pegel " + number + " m ü. NN" + " korrigiert".repeat(version);
    }
}
