package dev.leat.spark.filter;

import java.util.regex.Pattern;

/** Tells what is an address in the internet, and no name and no network. */
final class Addresses {

    private static final Pattern FOUR = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private static final Pattern SIX = Pattern.compile("([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}");

    private Addresses() {}

    static boolean isAddress(String text) {
        return FOUR.matcher(text).matches() || SIX.matcher(text).matches();
    }
}
