using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>The work spell of a row: whether there is one, since when, and where.</summary>
internal sealed partial class RowParser
{
    private void ReadWork()
    {
        if (!ReadWhetherWorks())
        {
            return;
        }

        row.HasWork = true;
        row.Employer = Text(RosterField.Employer, MaxShort);
        row.EmployerCredit = Credit();
        row.Job = Text(RosterField.Job, MaxShort);
        row.Industry = Code(RosterField.Industry, industries);
        row.Channel = Code(RosterField.Channel, channels);
        row.WageFen = Money(RosterField.Wage, header.WageInWan);
        row.IncomeFen = Money(RosterField.Income, header.IncomeInWan);
        row.HasContract = YesNo(RosterField.Contract);
        row.HasInsurance = YesNo(RosterField.Insurance);
        ReadForm();
        ReadWorkDates();
        if (row.Home != 0)
        {
            ReadWorkplace(new RegionCode(row.Home));
        }
    }

    private bool ReadWhetherWorks()
    {
        // farming one's own land is work, but not the work this register counts (domain rule of 务工规模)
        if (IsOwnFarming(Cell(RosterField.Form)) || IsOwnFarming(Cell(RosterField.Employed)))
        {
            Info(IsOwnFarming(Cell(RosterField.Form)) ? RosterField.Form : RosterField.Employed, "own-farming", "自家务农不计入务工，只登记人员信息");
            return false;
        }

        var employed = Cell(RosterField.Employed);
        var answer = employed.IsEmpty || employed is "/" or "-" ? null : ReadYesNo(employed);
        if (answer == true)
        {
            return true;
        }

        var started = !IsNothing(Cell(RosterField.WorkFrom));
        if (answer == false)
        {
            if (!started)
            {
                return false;
            }

            if (IsNothing(Cell(RosterField.WorkTo)))
            {
                Reject(RosterField.Employed, "work-contradiction", "填了开始时间而没有结束时间；仍在务工请填“是”，已结束请补结束时间");
                return false;
            }

            return true;
        }

        var stated = started || !IsNothing(Cell(RosterField.Form)) || !IsNothing(Cell(RosterField.WorkProvince)) || !IsNothing(Cell(RosterField.WorkCity))
            || !IsNothing(Cell(RosterField.WorkCounty)) || !IsNothing(Cell(RosterField.Employer));
        if (!IsNothing(employed))
        {
            Warn(RosterField.Employed, "yes-no", stated ? "请填“是”或“否”；因填有务工信息，已按“是”读" : "请填“是”或“否”；此格未采用");
        }

        return stated;
    }

    private void ReadForm()
    {
        var text = Cell(RosterField.Form);
        if (!IsNothing(text))
        {
            if (forms.TryFind(text, out var code))
            {
                row.Form = byte.Parse(code, System.Globalization.CultureInfo.InvariantCulture);
                return;
            }

            Warn(RosterField.Form, "code-unknown", $"应为：{forms.Choices}；已按“其他”登记");
            row.Form = 99;
            return;
        }

        if (IsYes(RosterField.PublicPost))
        {
            row.Form = 9;
        }
        else if (IsYes(RosterField.Workshop))
        {
            row.Form = 8;
        }
        else
        {
            Warn(RosterField.Form, "form-missing", $"请填就业类型：{forms.Choices}；已按“其他”登记");
            row.Form = 99;
        }
    }

    private void ReadWorkDates()
    {
        if (IsNothing(Cell(RosterField.WorkFrom)))
        {
            Reject(RosterField.WorkFrom, "work-from-missing", "就业的请填开始时间，如“2022-03-01”或“2022.3”");
        }
        else if (!TryDate(RosterField.WorkFrom, out row.WorkFrom, endOfMonth: false))
        {
            Reject(RosterField.WorkFrom, "date-unreadable", "日期请写成“2022-03-01”或“2022.3”");
        }
        else if (row.WorkFrom > new DateOnly(reference.Year, 12, 31))
        {
            Reject(RosterField.WorkFrom, "work-from-future", $"不能晚于{reference.Year}年12月31日，请核对年份");
        }
        else if (row.Id != default && row.WorkFrom < row.Id.BirthDate.AddYears(16))
        {
            Warn(RosterField.WorkFrom, "work-under-16", $"当时不满16周岁（{row.Id.BirthDate.AddYears(16):yyyy-MM-dd}满16周岁），请核对");
        }

        var to = Cell(RosterField.WorkTo);
        if (IsNothing(to) || to is "至今" or "目前" or "长期" or "在岗" or "现在" or "仍在岗" or "未结束" or "无固定期限")
        {
            return;
        }

        if (!TryDate(RosterField.WorkTo, out var end, endOfMonth: true))
        {
            Reject(RosterField.WorkTo, "date-unreadable", "日期请写成“2022-03-01”或“2022.3”；仍在务工请留空或填“至今”");
        }
        else if (row.WorkFrom != default && end < row.WorkFrom)
        {
            Reject(RosterField.WorkTo, "work-to-before-from", $"不能早于开始时间{row.WorkFrom:yyyy-MM-dd}");
        }
        else
        {
            row.WorkTo = end;
        }
    }

    private void ReadWorkplace(RegionCode home)
    {
        var kind = RegionType();
        var county = home.At(RegionLevel.County);
        var township = home.At(RegionLevel.Township);
        var local = row.Form is >= 7 and <= 12;
        if (IsAbroad(Cell(RosterField.WorkProvince)) || IsAbroad(Cell(RosterField.WorkCity)) || IsAbroad(Cell(RosterField.WorkCounty)))
        {
            return; // 0 is abroad
        }

        var none = IsNothing(Cell(RosterField.WorkProvince)) && IsNothing(Cell(RosterField.WorkCity))
            && IsNothing(Cell(RosterField.WorkCounty)) && IsNothing(Cell(RosterField.WorkTownship));
        if (none)
        {
            WorkplaceByKind(kind, home, local);
            return;
        }

        if (IsHomeTownship(Cell(RosterField.WorkProvince)) || IsHomeTownship(Cell(RosterField.WorkCity))
            || IsHomeTownship(Cell(RosterField.WorkCounty)) || IsHomeTownship(Cell(RosterField.WorkTownship)))
        {
            row.Workplace = township.Value;
            return;
        }

        if (ResolveWorkplace(home) is not { } place)
        {
            return;
        }

        if (place.Level == RegionLevel.Village)
        {
            place = place.At(RegionLevel.Township);
        }

        if (place == county && (local || kind == 5))
        {
            place = township;
        }
        else if (place == county)
        {
            var field = header.Has(RosterField.WorkTownship) ? RosterField.WorkTownship : RosterField.WorkCounty;
            Warn(field, "work-township-missing", "务工乡镇未填，按县内乡外计；在本乡镇务工的请填“本乡镇”");
        }

        CheckKind(kind, place, home);
        row.Workplace = place.Value;
    }

    private void WorkplaceByKind(int kind, RegionCode home, bool local)
    {
        switch (kind)
        {
            case 6:
                return;
            case 5:
                row.Workplace = home.At(RegionLevel.Township).Value;
                return;
            case 4:
                row.Workplace = home.At(RegionLevel.County).Value;
                return;
            case 3:
                row.Workplace = home.At(RegionLevel.City).Value;
                return;
            case 2:
                row.Workplace = RegionCode.Shanxi.Value;
                return;
            case 0 when local:
                row.Workplace = home.At(RegionLevel.Township).Value;
                Warn(RosterField.WorkCounty, "workplace-assumed", "未填务工地；按就业类型已登记为本乡镇");
                return;
            default:
                Reject(RosterField.WorkProvince, "workplace-missing", kind == 1 ? "省外务工请填务工省" : "请填务工省、市、县；在本乡镇务工的，务工县填“本乡镇”");
                return;
        }
    }

    /// <summary>Province, city, county and township cells in order; null when the row was sent back. Outside the province a wrong city or
    /// county keeps the level above it, because the bucket does not depend on it; inside, it does.</summary>
    private RegionCode? ResolveWorkplace(RegionCode home)
    {
        RegionCode at;
        var provinceText = Cell(RosterField.WorkProvince);
        if (IsNothing(provinceText))
        {
            at = RegionCode.Shanxi;
        }
        else if (provinceText is "本省" or "省内")
        {
            at = RegionCode.Shanxi;
        }
        else
        {
            var province = places.Find(RegionCode.China, provinceText);
            if (province.Code is not { } found)
            {
                Reject(RosterField.WorkProvince, "region-unknown", PlaceNames.Suggest(province, "没有这个省（自治区、直辖市），请核对；在国外的请填“境外”"));
                return null;
            }

            at = found;
        }

        var stated = !IsNothing(provinceText);
        foreach (var field in (ReadOnlySpan<RosterField>)[RosterField.WorkCity, RosterField.WorkCounty, RosterField.WorkTownship])
        {
            var text = Cell(field);
            if (IsNothing(text) || IsSameName(at, text))
            {
                continue;
            }

            if (text is "本市" or "市内")
            {
                at = home.At(RegionLevel.City);
                continue;
            }

            if (text is "本县" or "本区" or "县内" or "本县内" or "县内乡外" or "本县区")
            {
                at = home.At(RegionLevel.County);
                continue;
            }

            // a county or township without its city or county is looked for near home first
            var level = field switch { RosterField.WorkCity => RegionLevel.City, RosterField.WorkCounty => RegionLevel.County, _ => RegionLevel.Township };
            var near = home.At(level - 1);
            var place = at.Level < level - 1 && at.Contains(near) && places.Find(near, text) is { Code: not null } nearby ? nearby : places.Find(at, text);
            if (place.Code is { } code)
            {
                at = code;
                continue;
            }

            if (!stated)
            {
                Reject(field, "region-unknown", PlaceNames.Suggest(place, "山西省内没有这个地方；在省外的请填务工省"));
                return null;
            }

            if (RegionCode.Shanxi.Contains(at) && (level < RegionLevel.Township || at == home.At(RegionLevel.County)))
            {
                Reject(field, "region-unknown", PlaceNames.Suggest(place, $"{tree.Path(at)}里没有这个地方，请核对名称和上级".TrimStart()));
                return null;
            }

            Warn(field, "region-unknown", $"{PlaceNames.Suggest(place, "没有找到这个地方，请核对")}已登记到{tree[at].Name}");
            break;
        }

        if (at == RegionCode.Shanxi && IsNothing(Cell(RosterField.WorkCity)) && IsNothing(Cell(RosterField.WorkCounty)) && RegionType() is not (2 or 3 or 4 or 5))
        {
            Reject(RosterField.WorkCounty, "workplace-county-missing", "在山西省内务工的请填务工市、务工县");
            return null;
        }

        return at == RegionCode.Shanxi ? ByKindInside(home) : at;
    }

    private RegionCode ByKindInside(RegionCode home) => RegionType() switch
    {
        5 => home.At(RegionLevel.Township),
        4 => home.At(RegionLevel.County),
        3 => home.At(RegionLevel.City),
        _ => RegionCode.Shanxi,
    };

    private int RegionType()
    {
        var text = Cell(RosterField.WorkRegionType);
        return !IsNothing(text) && regionTypes.TryFind(text, out var code) ? code[0] - '0' : 0;
    }

    private void CheckKind(int kind, RegionCode place, RegionCode home)
    {
        var fits = kind switch
        {
            1 => !RegionCode.Shanxi.Contains(place),
            2 or 3 or 4 or 5 => RegionCode.Shanxi.Contains(place) && (kind != 5 || place == home.At(RegionLevel.Township)),
            6 => false,
            _ => true,
        };
        if (!fits)
        {
            Warn(RosterField.WorkRegionType, "work-region-differs", $"与务工地（{tree[place].FullName}）不一致；已按务工省市县登记");
        }
    }

    private string Credit()
    {
        var text = Cell(RosterField.EmployerCredit);
        if (IsNothing(text))
        {
            return "";
        }

        if (CreditCode.TryParse(text, out var code, out var reason))
        {
            return pool.Get(code.Value);
        }

        Warn(RosterField.EmployerCredit, "credit-code", $"{reason}；此格未采用");
        return "";
    }

    private bool IsYes(RosterField field) => Cell(field) is { IsEmpty: false } text && ReadYesNo(text) == true;

    private bool IsSameName(RegionCode at, ReadOnlySpan<char> text) => tree.TryGet(at, out var region) && text.SequenceEqual(region.Name);

    private static bool IsAbroad(ReadOnlySpan<char> text) =>
        text.Length >= 2 && (text.StartsWith("境外") || text.StartsWith("国外") || text.StartsWith("海外"));

    private static bool IsHomeTownship(ReadOnlySpan<char> text) =>
        text is "本乡镇" or "本乡" or "本镇" or "乡内" or "镇内" or "乡镇内" or "本乡镇内" or "本村" or "村内" or "在乡" or "本街道" or "本地";

    private static bool IsOwnFarming(ReadOnlySpan<char> text) =>
        text is "务农" or "自家务农" or "在家务农" or "自营农业" or "种地" or "家庭务农" or "在村务农";
}
