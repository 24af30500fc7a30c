namespace Chunfeng.Platform.Ui;

// One sentence for each component; a .razor file cannot carry an XML summary of its own class.

/// <summary>The frame of every console page: top bar, navigation by room, breadcrumbs, main area.</summary>
public partial class Shell;

/// <summary>The mark of the house.</summary>
public partial class Leaf;

/// <summary>A QR code drawn as squares: no picture, no script.</summary>
public partial class QrCode;

/// <summary>Breadcrumbs a page adds behind those its layout takes from the navigation.</summary>
public partial class PageTrail;

/// <summary>Title of a page with one explaining line, figures' origin, and the page's actions.</summary>
public partial class PageHeader;

/// <summary>A titled box.</summary>
public partial class Card;

/// <summary>One figure: value, target, completion and change against last week.</summary>
public partial class Kpi;

/// <summary>A table of typed rows with sort links, made for 20 to 100 rows a page.</summary>
public partial class DataGrid<T>;

/// <summary>One column of a <see cref="DataGrid{T}"/>.</summary>
public partial class Column<T>;

/// <summary>Previous and next page by keyset cursor; needs no total.</summary>
public partial class Pager;

/// <summary>A GET form of filters, so that every filtered list has an address of its own.</summary>
public partial class FilterBar;

/// <summary>A region tree to choose from: nested, closed until needed, plain links.</summary>
public partial class RegionPicker;

/// <summary>What waits for somebody, one line each, late ones first.</summary>
public partial class TodoList;

/// <summary>Which columns a list shows, ticked in a folded form.</summary>
public partial class ColumnPicker;

/// <summary>Filters kept under a name: follow one, keep the present one, drop one.</summary>
public partial class SavedViewBar;

/// <summary>A short state in a word, told by text first and colour second.</summary>
public partial class Badge;

/// <summary>Dated facts in order; what a correction superseded stays visible, struck through.</summary>
public partial class Timeline;

/// <summary>Where one is in a task of several pages.</summary>
public partial class Steps;

/// <summary>A running job: how far, what it is doing, and a page that reloads itself until it is done.</summary>
public partial class Progress;

/// <summary>A bare bar of completion, with an optional mark of where it should be by now.</summary>
public partial class ProgressBar;

/// <summary>A message to the reader that also says what to do next.</summary>
public partial class Alert;

/// <summary>What a list shows when it has no rows: why, and what to do.</summary>
public partial class EmptyState;

/// <summary>The tree of areas beside a list: a box on a wide page, folded on a phone.</summary>
public partial class RegionSide;

/// <summary>A form field: label, input, help and error tied together for screen readers.</summary>
public partial class Field;

/// <summary>Label and value pairs about one person, employer or case.</summary>
public partial class Facts;

/// <summary>One pair of <see cref="Facts"/>.</summary>
public partial class Fact;

/// <summary>A native dialog that also opens by its address when scripts are off.</summary>
public partial class Dialog;

/// <summary>Regions coloured by class of a figure, drawn on the server.</summary>
public partial class RegionMap;

/// <summary>Ranked bars with their values.</summary>
public partial class BarList;

/// <summary>Lines over time with axis, titles and the same figures as a table.</summary>
public partial class LineChart;

/// <summary>Every component once, to look at and to test by eye.</summary>
public partial class Gallery;

/// <summary>Renders after its elder siblings; lets a grid learn its columns first.</summary>
public partial class Later;

/// <summary>No frame: for pages that bring their own <see cref="Shell"/>.</summary>
public partial class BareLayout;
