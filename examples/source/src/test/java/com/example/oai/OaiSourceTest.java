package com.example.oai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.sources.RecordingSink;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special about repositories. */
class OaiSourceTest {

    private static final String OPEN = "info:eu-repo/semantics/openAccess";

    private FakeRepository repository;

    @BeforeEach
    void fill() throws Exception {
        repository = new FakeRepository();
        repository.put("a1", "Weirs", OPEN, "theses");
        repository.put("a2", "Sluices &amp; gates", "closed", "papers:early,theses");
        repository.put("b0", "Leats", OPEN, "books");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /** Notes what is reported. */
    private static final class Changes implements ChangeSink {
        private final List<String> put = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();

        @Override
        public void put(Scope scope, SourceDocument document) {
            put.add(document.id());
        }

        @Override
        public void delete(Scope scope, String id) {
            deleted.add(id);
        }

        @Override
        public void failed(Scope scope, String id, Exception reason) {
            throw new AssertionError(id, reason);
        }
    }

    private OaiSource open(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("url", repository.url().toString());
        OaiProvider provider = new OaiProvider();
        return (OaiSource) provider.open(provider.configurationSchema().configure(all));
    }

    private static RecordingSink read(OaiSource source, Filter filter, Checkpoint from) throws Exception {
        RecordingSink sink = new RecordingSink();
        for (Scope scope : source.scopes(filter)) {
            source.read(scope, from, sink);
        }
        return sink;
    }

    @Test
    void makesOneTypeOfEveryField() throws Exception {
        SourceDocument document =
                read(open(Map.of()), Filter.none(), Checkpoint.start()).with("title", "Sluices & gates");

        assertThat(document.id()).isEqualTo("a2");
        assertThat(document.fields())
                .containsEntry("year", 1850)
                .containsEntry("issued", LocalDate.parse("2026-01-31"))
                .containsEntry("sets", List.of("papers:early", "theses"));
    }

    @Test
    void putsARecordOfSeveralSetsOnce() throws Exception {
        OaiSource source = open(Map.of("sets", "papers,theses"));

        assertThat(read(source, Filter.none(), Checkpoint.start()).ids()).containsExactly("a2", "a1");
    }

    @Test
    void refusesASetThatIsNotThereInsteadOfFindingItEmpty() {
        assertThatThrownBy(() -> open(Map.of("sets", "thesis")).scopes(Filter.none()))
                .hasMessageEndingWith(" has no set 'thesis'");
    }

    @Test
    void readsTheFullTextOfThoseThatHaveOne() throws Exception {
        RecordingSink sink = read(open(Map.of("full_text_format", "jats")), Filter.none(), Checkpoint.start());

        assertThat(sink.with("title", "Weirs").content().fetch()).isEqualTo(Map.of("body", "The whole text of a1."));
        assertThat(sink.with("title", "Leats").content().fetch()).isEmpty();
    }

    @Test
    void readsWhatLiesBetweenTheDaysOfTheRule() throws Exception {
        for (int i = 0; i < 10; i++) {
            repository.put("c" + i, "Later", OPEN, "books");
        }
        Filter filter = new Filter(Map.of("until", "2026-01-31"));

        assertThat(read(open(Map.of()), filter, Checkpoint.start()).ids())
                .contains("a1", "a2", "b0", "c0")
                .doesNotContain("c9");
    }

    @Test
    void beginsAnewWhenTheRepositoryHasForgottenTheCheckpoint() throws Exception {
        repository.put("b1", "More", OPEN, "books");
        repository.forgetToken();

        assertThat(read(open(Map.of()), Filter.none(), new Checkpoint("3||||")).ids())
                .containsExactly("a1", "a2", "b0", "b1");
    }

    @Test
    void comesAgainWhenItIsAskedTo() throws Exception {
        repository.beBusy(3);

        assertThat(read(open(Map.of()), Filter.none(), Checkpoint.start()).ids())
                .hasSize(3);
    }

    @Test
    void reportsWhatHasChangedAndWhatIsGone() throws Exception {
        OaiSource source = open(Map.of("sets", "theses,papers"));
        Cursor before = source.cursor();
        repository.put("a3", "New", OPEN, "theses");
        repository.put("a1", "Moved", OPEN, "books");
        repository.delete("a2");
        Changes changes = new Changes();

        Cursor after = source.readChanges(Filter.none(), before, changes);

        assertThat(changes.put).containsExactly("a3");
        assertThat(changes.deleted).contains("a1", "a2");
        assertThat(after).isEqualTo(source.cursor());
    }

    @Test
    void keepsWhatIsNotOpenForReaders() throws Exception {
        OaiSource source = open(Map.of("use_document_level_security", true, "readers", "ada@example.com"));
        RecordingSink sink = read(source, Filter.none(), Checkpoint.start());
        List<Identity> identities = new ArrayList<>();
        source.readIdentities(identities::add);

        assertThat(sink.with("title", "Weirs").access()).containsExactly("group:everyone");
        assertThat(sink.with("title", "Sluices & gates").access()).containsExactly("group:readers");
        assertThat(identities.stream().map(Identity::id)).containsExactly("everyone", "ada@example.com");
        assertThat(identities.getLast().access())
                .containsExactly("email:ada@example.com", "group:readers", "group:everyone");
    }
}
