package dev.leat.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what the map of the modules says: arrows point down only. */
class ArchitectureTest {

    private static JavaClasses leat;

    @BeforeAll
    static void importAll() {
        leat = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.leat");
        assertThat(leat.contain("dev.leat.elastic.bulk.BulkWriter")).isTrue();
    }

    @Test
    void elasticStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("dev.leat.elastic..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat..").and(not(resideInAPackage("dev.leat.elastic.."))))
                .check(leat);
    }

    @Test
    void localKnowsNoneOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("dev.leat.local..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat..").and(not(resideInAPackage("dev.leat.local.."))))
                .check(leat);
    }

    @Test
    void connectStandsOnElasticAndTheDatastore() {
        noClasses()
                .that()
                .resideInAPackage("dev.leat.connect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.leat.app..", "dev.leat.sources..", "dev.leat.local..", "dev.leat.testing..")
                .allowEmptyShould(true)
                .check(leat);
    }

    @Test
    void onlyTheProtocolAndTheServiceKnowTheDatastore() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.leat.connect..", "dev.leat.sources..")
                .and(not(resideInAnyPackage("dev.leat.connect.protocol..", "dev.leat.connect.service..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.leat.datastore..")
                .check(leat);
    }

    @Test
    void theProtocolKnowsNeitherTheEngineNorTheService() {
        noClasses()
                .that()
                .resideInAPackage("dev.leat.connect.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.leat.connect.mirror..", "dev.leat.connect.service..")
                .check(leat);
    }

    @Test
    void nobodyKnowsTheApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.leat.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.leat.app..")
                .check(leat);
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().matching("dev.leat.(**)").should().beFreeOfCycles().check(leat);
    }

    @Test
    void onlyTheAppTalksToTerminalsAndPicksLogging() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.leat.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei..", "ch.qos.logback..")
                .check(leat);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                leat.that(not(resideInAnyPackage("dev.leat.app..", "dev.leat.testing..")
                        // A process of its own, whose streams are its wire.
                        .or(simpleName("WorkerMain")))));
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .andShould()
                .haveSimpleNameNotStartingWith("Abstract")
                .andShould()
                .haveSimpleNameNotStartingWith("Base")
                .check(leat);
    }

    @Test
    void elasticsearchIsSpelledInOneWay() {
        assertThat(leat.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.contains("ElasticSearch"))
                .noneMatch(name -> name.matches("Es[A-Z].*"));
    }
}
