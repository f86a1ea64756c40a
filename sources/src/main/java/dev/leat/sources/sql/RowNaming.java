package dev.leat.sources.sql;

import java.util.List;

/** How documents are named that come from rows. Thread-safe. */
public interface RowNaming {

    /** For the rows of a table. */
    DocumentShape of(Table table);

    /**
     * For the rows of a query that somebody wrote.
     *
     * @param tables that it reads, as they were named
     * @param idColumns whose values make the id
     */
    DocumentShape of(List<String> tables, List<Table.Column> columns, List<Table.Column> idColumns);
}
