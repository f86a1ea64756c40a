/**
 * Exports as Apache Parquet: columns from mappings, documents as rows of them, files by Parquet's own writer without any
 * Hadoop. Knows the index scan and what an export is; knows no command line. Nothing outside may touch these classes
 * unless such an export was asked for, so that all others start without Parquet's.
 */
@NullMarked
package dev.leat.app.parquet;

import org.jspecify.annotations.NullMarked;
