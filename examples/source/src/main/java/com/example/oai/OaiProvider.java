package com.example.oai;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Libraries, archives and journals that give out their records by OAI-PMH 2.0. */
public final class OaiProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "oai_pmh";
    }

    @Override
    public String displayName() {
        return "OAI-PMH repository";
    }

    @Override
    public String description() {
        return "Records of a library, an archive or a journal that speaks OAI-PMH";
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return ConfigurationSchema.of(
                ConfigurationField.string("url", "Address")
                        .required()
                        .matching("https?://.+")
                        .describedAs("The base URL of the repository, such as https://zenodo.org/oai2d"),
                ConfigurationField.list("sets", "Sets")
                        .describedAs("The sets that are mirrored, separated by commas; empty for the whole repository"),
                ConfigurationField.string("full_text_format", "Full text")
                        .matching("[\\w.!~*'()-]+")
                        .describedAs("The metadata format that holds whole texts, such as jats; empty for none"),
                ConfigurationField.bool("use_login", "Login")
                        .withDefault("false")
                        .describedAs("Whether the repository asks for a user and a password"),
                ConfigurationField.string("user", "User")
                        .onlyWhen("use_login", true)
                        .required()
                        .describedAs("The name to log in with"),
                ConfigurationField.secret("password", "Password")
                        .onlyWhen("use_login", true)
                        .required()
                        .describedAs("The password of that user"),
                ConfigurationField.bool("use_document_level_security", "Document-level security")
                        .withDefault("false")
                        .describedAs("Whether records that are not open access are for readers only"),
                ConfigurationField.list("readers", "Readers")
                        .onlyWhen("use_document_level_security", true)
                        .describedAs("The mail addresses of those who may see every record, separated by commas"),
                ConfigurationField.integer("timeout", "Patience (seconds)")
                        .withDefault("60")
                        .between(1, 600)
                        .advanced()
                        .describedAs("How long one answer of the repository may take"));
    }

    @Override
    public Set<Feature> features() {
        return Set.of(
                Feature.BASIC_RULES, Feature.ADVANCED_RULES, Feature.INCREMENTAL_SYNC, Feature.DOCUMENT_LEVEL_SECURITY);
    }

    @Override
    public DataSource open(Configuration configuration) {
        Optional<Repository.Login> login = configuration.isOn("use_login")
                ? Optional.of(new Repository.Login(configuration.string("user"), configuration.secret("password")))
                : Optional.empty();
        Repository repository = new Repository(
                URI.create(configuration.string("url")), login, Duration.ofSeconds(configuration.integer("timeout")));
        return new OaiSource(
                repository,
                configuration.list("sets"),
                configuration.findString("full_text_format"),
                configuration.list("readers"));
    }
}
