package dev.leat.datastore;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the map of the datastore's packages: arrows point down only. */
class ArchitectureTest {

    private static final String DOCUMENT = "dev.leat.datastore.document..";
    private static final String MAPPING = "dev.leat.datastore.mapping..";
    private static final String CHECK = "dev.leat.datastore.check..";

    private static JavaClasses datastore;

    @BeforeAll
    static void importAll() {
        datastore = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.leat.datastore");
        assertThat(datastore.contain("dev.leat.datastore.mapping.DocumentType")).isTrue();
    }

    @Test
    void standsOnElasticAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat..")
                        .and(not(resideInAnyPackage("dev.leat.datastore..", "dev.leat.elastic.."))))
                .check(datastore);
    }

    @Test
    void packagesPointDown() {
        mayKnow(CHECK);
        mayKnow(MAPPING, CHECK);
        mayKnow(DOCUMENT, MAPPING);
        mayKnow("dev.leat.datastore.schema..", MAPPING);
        mayKnow("dev.leat.datastore.update..", DOCUMENT, MAPPING);
        mayKnow("dev.leat.datastore.query..", DOCUMENT, MAPPING);
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().matching("dev.leat.(**)").should().beFreeOfCycles().check(datastore);
    }

    /** Of the packages of the datastore, one knows itself and these. */
    private static void mayKnow(String one, String... others) {
        noClasses()
                .that()
                .resideInAPackage(one)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat.datastore..")
                        .and(not(resideInAPackage(one).or(resideInAnyPackage(others)))))
                .allowEmptyShould(true)
                .check(datastore);
    }
}
