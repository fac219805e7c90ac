//! A table as Apache Parquet, each column with its type; what is not stated is null.

use crate::data::{
    codebook::{Of, Told},
    tables::Row,
};
use assize_table::out::Field;
use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Stored},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::Type,
};
use std::sync::Arc;

/// So many rows are held at once, and make a group of the file.
const GROUP: usize = 16_384;

/// A file that is being made, row by row.
pub(super) struct Typed {
    columns: Vec<&'static Told>,
    writer: SerializedFileWriter<Vec<u8>>,
    group: Vec<Row>,
}

impl Typed {
    /// One without a row.
    ///
    /// # Errors
    /// Those of the library, which a vector gives no reason for; here and below.
    pub(super) fn new(columns: impl Iterator<Item = &'static Told>) -> Result<Self, ParquetError> {
        let columns: Vec<&Told> = columns.collect();
        let fields = columns.iter().map(|told| field(told).map(Arc::new)).collect::<Result<_, _>>()?;
        let schema = Type::group_type_builder("row").with_fields(fields).build()?;
        // Nothing of the day or the machine is in it: the same record gives the same bytes.
        let kept = WriterProperties::builder()
            .set_created_by("assize".to_owned())
            .set_compression(Compression::SNAPPY)
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(kept))?;
        Ok(Self { columns, writer, group: Vec::new() })
    }

    pub(super) fn row(&mut self, row: Row) -> Result<(), ParquetError> {
        self.group.push(row);
        if self.group.len() == GROUP { self.close_group() } else { Ok(()) }
    }

    fn close_group(&mut self) -> Result<(), ParquetError> {
        let group = std::mem::take(&mut self.group);
        if group.is_empty() {
            return Ok(());
        }
        let mut written = self.writer.next_row_group()?;
        for (at, told) in self.columns.iter().enumerate() {
            if let Some(column) = written.next_column()? {
                write(column, told.of, group.iter().map(|row| &row[at]))?;
            }
        }
        written.close()?;
        Ok(())
    }

    /// The bytes of the file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, ParquetError> {
        self.close_group()?;
        self.writer.into_inner()
    }
}

fn field(told: &Told) -> Result<Type, ParquetError> {
    let (stored, logical) = match told.of {
        Of::Words => (Stored::BYTE_ARRAY, Some(LogicalType::String)),
        Of::Figure => (Stored::INT64, None),
        Of::Yes => (Stored::BOOLEAN, None),
        Of::Day => (Stored::INT32, Some(LogicalType::Date)),
    };
    let field = Type::primitive_type_builder(told.name, stored).with_repetition(Repetition::OPTIONAL);
    field.with_logical_type(logical).build()
}

fn write<'r>(
    column: SerializedColumnWriter<'_>,
    of: Of,
    cells: impl Iterator<Item = &'r Field>,
) -> Result<(), ParquetError> {
    match of {
        Of::Words => put::<ByteArrayType>(column, cells, |field| match field {
            Field::Blank => None,
            field => Some(ByteArray::from(field.text().into_bytes())),
        }),
        Of::Figure => put::<Int64Type>(column, cells, |field| match field {
            Field::Number(number) => i64::try_from(*number).ok(),
            _ => None,
        }),
        Of::Yes => put::<BoolType>(column, cells, |field| match field {
            Field::Yes(is) => Some(*is),
            _ => None,
        }),
        Of::Day => put::<Int32Type>(column, cells, |field| match field {
            Field::Words(day) => since_epoch(day),
            _ => None,
        }),
    }
}

/// Days since 1 January 1970.
fn since_epoch(day: &str) -> Option<i32> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some((day - jiff::civil::date(1970, 1, 1)).get_days())
}

fn put<'r, T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'r Field>,
    value: impl Fn(&Field) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let cells: Vec<Option<T::T>> = cells.map(value).collect();
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::codebook;
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::RowAccessor,
    };

    #[test]
    fn what_was_written_is_read_with_its_types() {
        let columns =
            ["name", "killed_low", "placed", "first_day"].map(|name| codebook::told_of(name).unwrap());
        let rows = [
            vec![
                Field::words("=SUM(A1) \u{202e}né"),
                Field::Number(11),
                Field::Yes(false),
                Field::words("2025-09-02"),
            ],
            vec![Field::Blank; 4],
        ];
        let mut typed = Typed::new(columns.into_iter()).unwrap();
        rows.into_iter().for_each(|row| typed.row(row).unwrap());
        let bytes = typed.finish().unwrap();
        let read = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let rows: Vec<_> = read.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows[0].get_string(0).unwrap(), "=SUM(A1) \u{202e}né", "the exact words");
        assert_eq!(rows[0].get_long(1).unwrap(), 11);
        assert!(!rows[0].get_bool(2).unwrap());
        assert_eq!(rows[0].to_string().split(", ").last().unwrap(), "first_day: 2025-09-02}");
        assert_eq!(rows[1].to_string(), "{name: null, killed_low: null, placed: null, first_day: null}");
    }
}
