package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Name;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connector can do, and Kibana therefore offers; a missing entry stands for the protocol's default. */
public record Features(
        @Name("document_level_security") @Nullable Toggle documentLevelSecurity,
        @Name("incremental_sync") @Nullable Toggle incrementalSync,
        @Name("native_connector_api_keys") @Nullable Toggle nativeConnectorApiKeys,
        @Name("sync_rules") @Nullable SyncRules syncRules,
        @Name("filtering_rules") @Nullable Boolean filteringRules,
        @Name("filtering_advanced_config") @Nullable Boolean filteringAdvancedConfig,
        @Extra Map<String, Object> extra) {

    /** One ability. */
    public record Toggle(boolean enabled, @Extra Map<String, Object> extra) {

        public static Toggle of(Ability ability) {
            return new Toggle(ability == Ability.ON, Map.of());
        }
    }

    /** Whether an ability is there. */
    public enum Ability {
        ON,
        OFF
    }

    /** The kinds of rules. */
    public record SyncRules(
            @Nullable Toggle basic,
            @Nullable Toggle advanced,
            @Extra Map<String, Object> extra) {}

    /** A document that says nothing. */
    public static Features unsaid() {
        return new Features(null, null, null, null, null, null, Map.of());
    }

    public boolean hasDocumentLevelSecurity() {
        return isOn(documentLevelSecurity);
    }

    public boolean hasIncrementalSync() {
        return isOn(incrementalSync);
    }

    /** Unlike the others, on where it is not said. */
    public boolean hasNativeConnectorApiKeys() {
        return nativeConnectorApiKeys == null || nativeConnectorApiKeys.enabled();
    }

    /** Also by the older spelling, {@code filtering_rules}. */
    public boolean hasBasicRules() {
        SyncRules rules = syncRules;
        Toggle basic = rules == null ? null : rules.basic();
        return basic == null ? Boolean.TRUE.equals(filteringRules) : basic.enabled();
    }

    /** Also by the older spelling, {@code filtering_advanced_config}. */
    public boolean hasAdvancedRules() {
        SyncRules rules = syncRules;
        Toggle advanced = rules == null ? null : rules.advanced();
        return advanced == null ? Boolean.TRUE.equals(filteringAdvancedConfig) : advanced.enabled();
    }

    private static boolean isOn(@Nullable Toggle toggle) {
        return toggle != null && toggle.enabled();
    }
}
