using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>Where the person belongs: the household-register village, by code or by names inside their parents.</summary>
internal sealed partial class RowParser
{
    private void ReadHome()
    {
        var home = IsNothing(Cell(RosterField.VillageCode)) ? HomeByNames() : HomeByCode();
        if (home is null)
        {
            return;
        }

        if (!scope.Contains(home.Value))
        {
            var field = header.Has(RosterField.Village) ? RosterField.Village : RosterField.VillageCode;
            Reject(field, "out-of-scope", $"该村属于{tree.Path(home.Value)}，不在本次导入范围（{tree.Path(scope)}）内；请移出本表，或换成上级范围导入");
            return;
        }

        row.Home = home.Value.Value;
    }

    private RegionCode? HomeByCode()
    {
        var text = Cell(RosterField.VillageCode);
        if (!RegionCode.TryParse(text, out var code) || code.Level != RegionLevel.Village || !tree.TryResolve(code, out var current))
        {
            Reject(RosterField.VillageCode, "region-code", "应为12位统计用区划代码（到村），请核对");
            return null;
        }

        var village = Cell(RosterField.Village);
        if (!IsNothing(village) && current == code && places.Find(current.Parent, village).Code is { } named && named != current)
        {
            Reject(RosterField.Village, "region-code-differs", $"与区划代码不一致，代码{code}为{tree.Path(current)}；请改正其中一处");
            return null;
        }

        return current;
    }

    private RegionCode? HomeByNames()
    {
        RegionCode? at = RegionCode.Shanxi;
        at = Descend(at, RosterField.City, RegionLevel.City, required: false);
        at = Descend(at, RosterField.County, RegionLevel.County, required: true);
        at = Descend(at, RosterField.Township, RegionLevel.Township, required: true);
        return Descend(at, RosterField.Village, RegionLevel.Village, required: true);
    }

    /// <summary>One level down: the cell's name inside the parent, or the scope's own region where the cell says nothing.</summary>
    private RegionCode? Descend(RegionCode? parent, RosterField field, RegionLevel level, bool required)
    {
        if (parent is not { } inside)
        {
            return null;
        }

        var text = Cell(field);
        if (IsNothing(text))
        {
            if (inside.Level >= level || !required && scope.Level < level)
            {
                return inside;
            }

            if (scope.Level >= level && inside.Contains(scope.At(level)))
            {
                return scope.At(level);
            }

            Reject(field, "region-missing", $"请填写{LedgerColumns.NameOf(field)}（合并单元格只有第一行有值，请取消合并后逐行填写）");
            return null;
        }

        var from = inside.Level >= level ? inside.At(level - 1) : inside;
        var place = places.Find(from, text);
        if (place.Code is { } code && code.Level >= level && (inside.Level < level || inside.Contains(code)))
        {
            return code;
        }

        var parentName = tree.Path(from) is { Length: > 0 } path ? path : "山西省";
        Reject(field, "region-unknown", PlaceNames.Suggest(place, $"“{parentName}”里没有这个{LevelName(level)}，请核对名称和上级"));
        return null;
    }

    private static string LevelName(RegionLevel level) => level switch
    {
        RegionLevel.City => "市",
        RegionLevel.County => "县（市、区）",
        RegionLevel.Township => "乡镇（街道）",
        _ => "村（社区）",
    };
}
