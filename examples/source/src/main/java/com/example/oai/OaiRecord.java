package com.example.oai;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * A record of a repository.
 *
 * @param datestamp when it last changed: a day or a second, in UTC
 * @param sets of which it is a member
 * @param metadata what Dublin Core says of it, by element
 */
record OaiRecord(String id, String datestamp, List<String> sets, boolean deleted, Map<String, List<String>> metadata) {

    private static final List<String> TEXTS = List.of(
            "title",
            "creator",
            "subject",
            "description",
            "publisher",
            "contributor",
            "type",
            "format",
            "identifier",
            "source",
            "language",
            "relation",
            "coverage",
            "rights");

    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(1[0-9]{3}|20[0-9]{2})(?!\\d)");

    static OaiRecord of(Element record) {
        Element header = Answer.elements(record, "header").getFirst();
        Map<String, List<String>> metadata = new LinkedHashMap<>();
        for (Element whole : Answer.elements(record, "metadata")) {
            for (Element element : Answer.elements(whole, "*")) {
                String text = element.getTextContent().strip();
                if (Answer.elements(element, "*").isEmpty() && !text.isEmpty()) {
                    metadata.computeIfAbsent(element.getLocalName(), name -> new ArrayList<>())
                            .add(text);
                }
            }
        }
        return new OaiRecord(
                text(header, "identifier"),
                text(header, "datestamp"),
                Answer.elements(header, "setSpec").stream()
                        .map(set -> set.getTextContent().strip())
                        .toList(),
                header.getAttribute("status").equals("deleted"),
                metadata);
    }

    private static String text(Element parent, String name) {
        return Answer.elements(parent, name).getFirst().getTextContent().strip();
    }

    /** Whether it is in a set, or in one below it: {@code math:number-theory} is in {@code math}. */
    boolean isIn(String set) {
        return sets.stream().anyMatch(spec -> spec.equals(set) || spec.startsWith(set + ":"));
    }

    /** Whether its rights say that everybody may see it, in the words of the European repositories. */
    boolean isOpen() {
        return metadata.getOrDefault("rights", List.of()).stream().anyMatch(right -> right.endsWith("/openAccess"));
    }

    /** What is written to the index. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : TEXTS) {
            List<String> values = metadata.getOrDefault(name, List.of());
            if (!values.isEmpty()) {
                fields.put(name, values.size() == 1 ? values.getFirst() : values);
            }
        }
        List<String> dates = metadata.getOrDefault("date", List.of());
        dates.stream()
                .flatMap(date -> year(date).stream())
                .min(Integer::compare)
                .ifPresent(year -> fields.put("year", year));
        dates.stream()
                .flatMap(date -> day(date).stream())
                .min(LocalDate::compareTo)
                .ifPresent(day -> fields.put("issued", day));
        fields.put("sets", sets);
        return fields;
    }

    private static Optional<Integer> year(String date) {
        Matcher year = YEAR.matcher(date);
        return year.find() ? Optional.of(Integer.valueOf(year.group())) : Optional.empty();
    }

    private static Optional<LocalDate> day(String date) {
        try {
            return Optional.of(LocalDate.parse(date));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
