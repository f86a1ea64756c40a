package dev.leat.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class SeedsTest {
    @Test
    void theSameSeedMakesTheSameDocuments(TestInfo test) {
        Seeds seeds = Seeds.of(test);

        JsonDocuments first = new JsonDocuments(seeds.random());
        JsonDocuments second = new JsonDocuments(seeds.random());

        for (int i = 0; i < 100; i++) {
            assertThat(first.next()).isEqualTo(second.next());
        }
    }

    @Test
    void partsOfASeedDiffer() {
        Seeds seeds = new Seeds(7);

        assertThat(seeds.part(1)).isNotEqualTo(seeds.part(2)).isEqualTo(new Seeds(7).part(1));
    }

    @Test
    void partsOfNeighboursHaveNothingInCommon() {
        Set<Seeds> parts = new HashSet<>();

        for (int seed = 0; seed < 20; seed++) {
            for (int part = 0; part < 100; part++) {
                parts.add(new Seeds(seed).part(part));
            }
        }

        assertThat(parts).hasSize(2_000);
    }

    @Test
    void randomFaultsDependOnSeedAndNumberOnly() {
        FaultPolicy policy =
                FaultPolicy.random(5, 0.5, java.util.List.of(new Fault.DropBeforeSend(), new Fault.DropAfterAnswer()));
        FaultPolicy same =
                FaultPolicy.random(5, 0.5, java.util.List.of(new Fault.DropBeforeSend(), new Fault.DropAfterAnswer()));

        long injected = 0;
        for (int i = 1; i <= 1_000; i++) {
            ProxiedRequest request = new ProxiedRequest(i, "GET", "/", 0);
            assertThat(policy.choose(request)).isEqualTo(same.choose(request));
            injected += policy.choose(request).kind() == Fault.Kind.NONE ? 0 : 1;
        }

        assertThat(injected).isBetween(400L, 600L);
    }

    @Test
    void makesDocumentsOfAnExactSize() {
        JsonDocuments documents = new JsonDocuments(new Seeds(1).random());

        assertThat(documents.ofSize(400)).hasSize(400);
        assertThat(documents.ofSize(16)).hasSize(16);
    }
}
