package dev.leat.connect.service;

import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.connect.protocol.ConfigurationDocument;
import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.ConnectorStatus;
import dev.leat.connect.protocol.Features;
import dev.leat.connect.protocol.Features.Ability;
import dev.leat.connect.protocol.Features.SyncRules;
import dev.leat.connect.protocol.Features.Toggle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings the document of a connector in line with its kind of source. */
final class Preparation {

    private Preparation() {}

    /** The document as it should be; equal to the given one when that is so already. */
    static Connector prepare(Connector connector, DataSourceProvider provider) {
        Connector prepared = connector;
        if (connector.serviceType() == null) {
            prepared = prepared.withServiceType(provider.serviceType());
        }
        ConfigurationDocument configuration = new ConfigurationDocument(new LinkedHashMap<>(connector.configuration()));
        if (configuration.isEmpty()) {
            // Whatever the status was: without settings, somebody has to give them.
            prepared = prepared.withConfiguration(ConfigurationDocument.of(provider.configurationSchema())
                            .entries())
                    .withStatus(ConnectorStatus.NEEDS_CONFIGURATION);
        } else {
            prepared = configuration
                    .prepared(provider.configurationSchema())
                    .map(ConfigurationDocument::entries)
                    .map(prepared::withConfiguration)
                    .orElse(prepared);
        }
        Features features = features(connector, provider.features());
        return features.equals(connector.features()) ? prepared : prepared.withFeatures(features);
    }

    /**
     * What a connector can do. Of one that Elastic used to run, what it says stays; of one of ours, the source decides.
     */
    static Features features(Connector connector, Set<Feature> able) {
        Features before = connector.effectiveFeatures();
        boolean keep = connector.isElasticManaged();
        SyncRules rules = before.syncRules();
        return new Features(
                toggle(before.documentLevelSecurity(), able.contains(Feature.DOCUMENT_LEVEL_SECURITY), keep),
                toggle(before.incrementalSync(), able.contains(Feature.INCREMENTAL_SYNC), keep),
                toggle(before.nativeConnectorApiKeys(), false, keep),
                new SyncRules(
                        toggle(rules == null ? null : rules.basic(), able.contains(Feature.BASIC_RULES), keep),
                        toggle(rules == null ? null : rules.advanced(), able.contains(Feature.ADVANCED_RULES), keep),
                        rules == null ? Map.of() : rules.extra()),
                before.filteringRules(),
                before.filteringAdvancedConfig(),
                before.extra());
    }

    private static Toggle toggle(@Nullable Toggle before, boolean able, boolean keep) {
        if (before == null) {
            return Toggle.of(able ? Ability.ON : Ability.OFF);
        }
        return keep || before.enabled() == able ? before : new Toggle(able, before.extra());
    }
}
