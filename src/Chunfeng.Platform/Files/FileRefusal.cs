using Chunfeng.Platform.Results;

namespace Chunfeng.Platform.Files;

/// <summary>Every reason a file as a whole is refused, each saying what is wrong and what to do next.</summary>
public static class FileRefusal
{
    public static readonly Refusal Empty = new("file-empty", "这个文件是空的。请确认选对了文件，或重新导出一份再上传。");
    public static readonly Refusal OldExcel = new("file-old-excel", "这是旧版 Excel（.xls）或加了密码的文件，系统读不了。请用 Excel 打开、取消密码，另存为 .xlsx 或 .csv 后再上传。");
    public static readonly Refusal MacroOrBinary = new("file-excel-variant", "这是带宏或二进制的 Excel 文件（.xlsm、.xlsb）。请另存为 .xlsx 或 .csv 后再上传。");
    public static readonly Refusal NotAWorkbook = new("file-not-workbook", "这个压缩文件里没有 Excel 工作簿。请上传 .xlsx 或 .csv 台账，不要打包成压缩文件。");
    public static readonly Refusal Html = new("file-html", "这个文件的内容是网页，不是表格（有些系统导出的“Excel”就是这样）。请用 Excel 打开，另存为 .xlsx 或 .csv 后再上传。");
    public static readonly Refusal Binary = new("file-binary", "这个文件不是表格（内容是图片、文档或其他二进制数据）。请上传 .xlsx 或 .csv 台账。");
    public static readonly Refusal Bomb = new("file-too-inflated", "这个 Excel 文件解压后大得不正常，为安全起见没有读取。请把数据复制到新建的表格里，另存为 .xlsx 或 .csv 后再上传。");
    public static readonly Refusal Damaged = new("file-damaged", "这个 Excel 文件已损坏或不完整。请用 Excel 打开并重新另存为 .xlsx 后再上传。");
    public static readonly Refusal NoSheet = new("file-no-sheet", "这个 Excel 文件里没有可见的工作表。请取消隐藏台账所在的工作表后再上传。");

    public static Refusal Extension(string extension) => new("file-extension",
        $"不支持“{(extension.Length == 0 ? "无扩展名" : extension)}”文件。请上传 .xlsx 或 .csv 台账。");

    public static Refusal NameLies(string extension, string really) => new("file-type-mismatch",
        $"文件名是“{extension}”，内容却是{really}。请用 Excel 打开后另存为 .xlsx 或 .csv，不要直接改扩展名。");

    public static Refusal BadCharacters(long afterRow) => new("file-encoding",
        $"第 {afterRow} 行之后有无法识别的文字编码。请用 Excel 打开，另存为“CSV UTF-8”或 .xlsx 后再上传。");

    public static Refusal RowTooLong(long afterRow) => new("file-row-too-long",
        $"第 {afterRow} 行之后有一行太长，多半是少了一个引号（\"）。请检查那一行，或用 Excel 另存为 .xlsx 后再上传。");

    public static Refusal BadQuotes(long afterRow) => new("file-quotes",
        $"第 {afterRow} 行之后有一行的引号（\"）不成对。请改好那一行的引号，或用 Excel 另存为 .xlsx 后再上传。");

    public static Refusal TooManyRows(long limit) => new("file-too-many-rows", $"这个文件超过 {limit} 行。请按县或乡镇拆成几个文件分别上传。");

    public static Refusal TooManyColumns(int limit) => new("file-too-many-columns", $"这个文件有一行超过 {limit} 列。请删去右边多余的列后再上传。");

    public static Refusal DamagedAfter(long row) => new("file-damaged", $"这个文件在第 {row} 行之后已损坏。请用 Excel 打开并重新另存为 .xlsx 或 .csv 后再上传。");
}
