/**
 * Dates as documents hold them: read and written by the formats that a mapping names. Knows neither clusters nor JSON.
 */
@NullMarked
package dev.leat.elastic.date;

import org.jspecify.annotations.NullMarked;
