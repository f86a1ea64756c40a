package dev.leat.connect.service;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.AdvancedRules;
import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.Cursor;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Feature;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.IdentitySink;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A kind of source whose systems a test makes: the setting {@code system} names one. */
final class TestProvider implements DataSourceProvider {

    static final String TYPE = "testing";

    private final Map<String, TestSystem> systems = new ConcurrentHashMap<>();

    TestSystem add(String name, TestSystem system) {
        systems.put(name, system);
        return system;
    }

    TestSystem system(String name) {
        TestSystem system = systems.get(name);
        if (system == null) {
            throw new SourceException("There is no system '" + name + "'");
        }
        return system;
    }

    @Override
    public String serviceType() {
        return TYPE;
    }

    @Override
    public String description() {
        return "a system in memory";
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return ConfigurationSchema.of(
                ConfigurationField.string("system", "System").required(),
                ConfigurationField.integer("pages", "Pages").withDefault("3").between(1, 10));
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public DataSource open(Configuration configuration) {
        return new Source(system(configuration.string("system")));
    }

    private record Source(TestSystem system) implements IncrementalSource, AccessControlledSource, AdvancedRules {

        @Override
        public void ping() throws Exception {
            system.ping();
        }

        @Override
        public boolean changed() {
            return system.isChanged();
        }

        @Override
        public List<Scope> scopes(Filter filter) {
            return system.scopeNames().stream().map(Scope::new).toList();
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
            int number = 0;
            for (Map.Entry<String, String> entry :
                    system.documents(scope.name()).tailMap(from.value(), false).entrySet()) {
                system.reading(scope.name() + " " + number);
                sink.put(document(entry.getKey(), entry.getValue()));
                system.read();
                if (++number % system.page() == 0) {
                    sink.checkpoint(new Checkpoint(entry.getKey()));
                }
            }
            system.reading(scope.name() + " end");
        }

        @Override
        public Cursor cursor() {
            return new Cursor(Map.of("position", (long) system.changes().size()));
        }

        @Override
        public Cursor readChanges(Filter filter, Cursor from, ChangeSink sink) throws Exception {
            long position = from.value().get("position") instanceof Number number ? number.longValue() : 0;
            List<String> changes = List.copyOf(system.changes());
            for (String change : changes.subList((int) position, changes.size())) {
                int blank = change.indexOf(' ');
                Scope scope = new Scope(change.substring(0, blank));
                String id = change.substring(blank + 1);
                String text = system.documents(scope.name()).get(id);
                if (text == null) {
                    sink.delete(scope, id);
                } else {
                    sink.put(scope, document(id, text));
                }
            }
            return new Cursor(Map.of("position", (long) changes.size()));
        }

        @Override
        public void readIdentities(IdentitySink sink) throws InterruptedException {
            for (String person : system.people()) {
                sink.put(new Identity(person, Map.of("email", email(person)), List.of(email(person))));
            }
        }

        @Override
        public List<String> problems(Filter filter) {
            return filter.advanced() instanceof Map<?, ?> map && map.containsKey("wrong")
                    ? List.of("'wrong' is no rule of this system")
                    : List.of();
        }

        private SourceDocument document(String id, String text) {
            return SourceDocument.of(id, Map.of("text", text, "title", "Title of " + id))
                    .withAccess(system.readers(id).stream().map(Source::email).toList());
        }

        private static String email(String person) {
            return "email:" + person + "@example.org";
        }

        @Override
        public void close() {}
    }
}
