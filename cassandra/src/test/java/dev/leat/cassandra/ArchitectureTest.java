package dev.leat.cassandra;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the map of the module's packages: arrows point down only. */
class ArchitectureTest {

    private static final String SYNC = "dev.leat.cassandra.sync..";

    private static JavaClasses cassandra;

    @BeforeAll
    static void importAll() {
        cassandra = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.leat.cassandra");
        assertThat(cassandra.containPackage("dev.leat.cassandra.sync")).isTrue();
    }

    @Test
    void standsOnElasticAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat..")
                        .and(not(resideInAnyPackage("dev.leat.cassandra..", "dev.leat.elastic.."))))
                .check(cassandra);
    }

    @Test
    void theHeartKnowsBothStoresOnlyAsPorts() {
        noClasses()
                .that()
                .resideInAPackage(SYNC)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat..")
                        .and(not(resideInAnyPackage(SYNC, "dev.leat.cassandra.type..", "dev.leat.elastic"))))
                .allowEmptyShould(true)
                .check(cassandra);
        noClasses()
                .that()
                .resideInAPackage(SYNC)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.datastax..", "co.elastic..", "tools.jackson..")
                .allowEmptyShould(true)
                .check(cassandra);
    }

    @Test
    void onlyTheTableTalksToCassandra() {
        noClasses()
                .that(not(resideInAPackage("dev.leat.cassandra.table..")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("com.datastax.oss.driver.api.core", "com.datastax.oss.driver.api.core.cql..")
                                // A name, which types have.
                                .and(not(simpleName("CqlIdentifier"))))
                .check(cassandra);
        noClasses()
                .that()
                .resideInAPackage("dev.leat.cassandra.type..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat.cassandra..")
                        .and(not(resideInAPackage("dev.leat.cassandra.type.."))))
                .check(cassandra);
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().matching("dev.leat.(**)").should().beFreeOfCycles().check(cassandra);
    }
}
