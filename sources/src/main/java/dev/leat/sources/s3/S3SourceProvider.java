package dev.leat.sources.s3;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.sources.extract.TextSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The source {@code s3}: objects in buckets, one document each, with the text of common formats. */
public final class S3SourceProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "s3";
    }

    @Override
    public String displayName() {
        return "S3";
    }

    @Override
    public String description() {
        return "Objects in buckets of Amazon S3 and of what speaks its protocol, with the text of common formats";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.BASIC_RULES, Feature.ADVANCED_RULES);
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        List<ConfigurationField> fields = new ArrayList<>(connectorFields());
        fields.add(TextSettings.largeFiles());
        fields.add(ConfigurationField.string("endpoint", "Address")
                .matching("https?://[^/?#@]+/?")
                .advanced()
                .describedAs("Where the service is, such as https://minio.example.org:9000; empty for Amazon's own"));
        fields.add(ConfigurationField.string("region", "Region")
                .withDefault("us-east-1")
                .matching("[a-zA-Z0-9-]+")
                .advanced()
                .describedAs("The region that is asked first; Amazon tells where each bucket really is"));
        fields.add(ConfigurationField.bool("path_style", "Bucket in the path")
                .required()
                .withDefault("false")
                .advanced()
                .describedAs("Whether the name of the bucket goes into the path and not in front of the host; most"
                        + " services other than Amazon's want that"));
        fields.add(ConfigurationField.bool("etag", "Fingerprints")
                .required()
                .withDefault("false")
                .advanced()
                .describedAs(
                        "Whether documents get the field etag: without it, an object that was replaced by one of the"
                                + " same size within a second seems unchanged"));
        fields.addAll(TextSettings.others());
        return new ConfigurationSchema(fields);
    }

    private static List<ConfigurationField> connectorFields() {
        return List.of(
                ConfigurationField.list("buckets", "Buckets")
                        .required()
                        .multiline()
                        .describedAs("Names of buckets; * stands for every bucket of the account"),
                ConfigurationField.string("aws_access_key_id", "Access key")
                        .required()
                        .describedAs("The id of the key that logs in; it needs s3:ListBucket and s3:GetObject, and with"
                                + " * s3:ListAllMyBuckets"),
                ConfigurationField.secret("aws_secret_access_key", "Secret key")
                        .required()
                        .describedAs("The secret that belongs to the access key"),
                ConfigurationField.integer("read_timeout", "Seconds for an answer")
                        .withDefault("90")
                        .between(1, 3_600)
                        .advanced()
                        .describedAs("How long the service may take between two packets of an answer"),
                ConfigurationField.integer("connect_timeout", "Seconds for a connection")
                        .withDefault("90")
                        .between(1, 3_600)
                        .advanced()
                        .describedAs("How long a connection may take to be made"),
                ConfigurationField.integer("max_attempts", "Tries")
                        .withDefault("5")
                        .between(1, 100)
                        .advanced()
                        .describedAs("How often a request is sent when it fails for a passing reason"),
                ConfigurationField.integer("page_size", "Keys per page")
                        .withDefault("100")
                        .between(1, 1_000)
                        .advanced()
                        .describedAs("How many objects are listed at a time; 1000 is what the service allows"));
    }

    @Override
    public DataSource open(Configuration configuration) {
        return new S3Source(
                configuration.list("buckets"),
                (int) configuration.integer("page_size"),
                S3Connection.of(configuration),
                TextSettings.texts(configuration),
                configuration.isOn("etag") ? ObjectDocuments.Etags.KEPT : ObjectDocuments.Etags.LEFT_OUT);
    }
}
