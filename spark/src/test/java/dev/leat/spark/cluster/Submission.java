package dev.leat.spark.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An application that is to run on a cluster.
 *
 * @param jar holds the main class
 * @param history where the driver writes down what happens
 * @param environment variables of the driver's process
 * @param settings of Spark, and of Leat below {@code spark.datasource.leat}
 */
record Submission(
        Path jar,
        String mainClass,
        Path history,
        Map<String, String> environment,
        Map<String, String> settings,
        List<String> arguments) {

    Submission {
        environment = Map.copyOf(environment);
        settings = Map.copyOf(settings);
        arguments = List.copyOf(arguments);
    }

    static Submission of(Path jar, String mainClass, Path history, String... arguments) {
        return new Submission(jar, mainClass, history, Map.of(), Map.of(), List.of(arguments));
    }

    /** The same with an option for all that Leat reads. */
    Submission withOption(String name, Object value) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("spark.datasource.leat." + name, value.toString());
        return new Submission(jar, mainClass, history, environment, all, arguments);
    }

    /** The same with a variable of the environment. */
    Submission withVariable(String name, String value) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put(name, value);
        return new Submission(jar, mainClass, history, all, settings, arguments);
    }
}
