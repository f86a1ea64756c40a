package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionListTest {
    @ParameterizedTest
    @EnumSource(ElasticsearchVersion.class)
    void holdsTheFilesThatANodeStartsFrom(ElasticsearchVersion version) {
        DistributionList list = DistributionList.of(version);

        assertThat(list.entries())
                .extracting(DistributionList.Entry::path)
                .contains("lib/elasticsearch-" + version.number() + ".jar", "config/log4j2.properties", "LICENSE.txt");
        assertThat(list.entries()).isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
        assertThat(list.compressedBytes()).isBetween(130L << 20, 170L << 20);
        assertThat(list.entries()).extracting(DistributionList.Entry::path).noneMatch(path -> path.endsWith(".exe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "lib/../../evil", "lib/./evil", "", "lib\\..\\evil"})
    void refusesPathsThatLeadOutOfTheFolder(String path) {
        String text = "archive-size 10\nfolder f/\n0 1 1 STORED PLAIN 00 " + path + "\n";

        assertThatThrownBy(() -> FakeArchive.parse(text))
                .isInstanceOf(LocalException.class)
                .hasMessage("The path \"" + path + "\" leads out of the distribution's folder");
    }

    @Test
    void skipsRemarks() throws Exception {
        DistributionList list = FakeArchive.parse("# left out: a\narchive-size 10\nfolder f/\n");

        assertThat(list.entries()).isEmpty();
        assertThat(list.archiveSize()).isEqualTo(10);
    }
}
