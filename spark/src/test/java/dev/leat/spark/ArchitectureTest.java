package dev.leat.spark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the map of the module's packages: arrows point down only. */
class ArchitectureTest {

    private static JavaClasses spark;

    @BeforeAll
    static void importAll() {
        spark = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.leat.spark");
    }

    @Test
    void standsOnElasticAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.leat..")
                        .and(not(resideInAnyPackage(
                                "dev.leat.spark..",
                                "dev.leat.elastic",
                                "dev.leat.elastic.cluster",
                                "dev.leat.elastic.scan",
                                "dev.leat.elastic.date",
                                "dev.leat.elastic.bulk"))))
                .check(spark);
    }

    @Test
    void optionsKnowNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage("dev.leat.spark.option..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.leat.spark..").and(not(resideInAPackage("dev.leat.spark.option.."))))
                .check(spark);
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().matching("dev.leat.spark.(**)").should().beFreeOfCycles().check(spark);
    }
}
