package dev.leat.spark;

import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Sees to it that Spark hides our secrets where it prints the options of a write in plans: by itself it knows {@code
 * password}, but neither {@code api-key} nor the names of Elasticsearch for Hadoop.
 */
final class Redaction {

    private static final String SECRETS = "(?i)api[.-]key|\\.pass$";

    private Redaction() {}

    /** Adds our names to those that the session hides. */
    static void addTo(SparkSession session) {
        String key = SQLConf.SQL_OPTIONS_REDACTION_PATTERN().key();
        String hidden = session.conf().get(key);
        if (!Pattern.compile(hidden).matcher("api-key").find()
                || !Pattern.compile(hidden).matcher("es.net.http.auth.pass").find()) {
            session.conf().set(key, hidden + "|" + SECRETS);
        }
    }
}
