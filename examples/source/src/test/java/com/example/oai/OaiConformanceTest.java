package com.example.oai;

import dev.leat.sources.DataSourceConformance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every source must keep to. */
class OaiConformanceTest extends DataSourceConformance {

    private FakeRepository repository;

    @BeforeEach
    void fill() throws Exception {
        repository = new FakeRepository();
        repository.requireLogin("reader", "open sesame");
        for (int i = 10; i < 30; i++) {
            repository.put("oai:example:" + i, "Title " + i, "", i % 2 == 0 ? "theses" : "papers:early,theses");
        }
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Override
    protected String serviceType() {
        return "oai_pmh";
    }

    @Override
    protected Map<String, String> working() {
        return with(Map.of("url", repository.url().toString(), "sets", "papers,theses"));
    }

    @Override
    protected Map<String, String> unreachable() {
        return with(Map.of("url", "http://127.0.0.1:1/oai"));
    }

    @Override
    protected Optional<Map<String, String>> refused() {
        return Optional.of(with(Map.of("url", repository.url().toString(), "password", "wrong")));
    }

    private static Map<String, String> with(Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("use_login", "true", "user", "reader", "password", "open sesame"));
        all.putAll(settings);
        return all;
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.values());
    }

    @Override
    protected int documents() {
        return 20;
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("http://127.0.0.1:1/oai does not answer");
    }

    @Override
    protected void spoil() {
        repository.spoil();
    }

    @Override
    protected Optional<WrongRule> wrongRule() {
        return Optional.of(new WrongRule(Map.of("from", "yesterday"), List.of("'from' must be a day")));
    }

    @Override
    protected List<String> secrets() {
        return List.of("open sesame");
    }
}
