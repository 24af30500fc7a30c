using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Recommend;
using Chunfeng.Matching.Referrals;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Matching.Pages;

/// <summary>One vacancy with its reasons, and where the referral of the two stands; written, for a page shows twenty.</summary>
internal static class OfferCard
{
    /// <param name="more">What can be done with it.</param>
    public static HtmlText Write(HtmlText html, Offer offer, Action<HtmlText> more)
    {
        var (card, why) = (offer.Card, offer.Why);
        html.Tag("<article class=\"card\" data-row><div class=\"card-body stack\"><div class=\"actions\"><h3><a href=\"/matching/vacancies/").Id(card.VacancyId).Tag("\">").Words(card.Title).Tag("</a></h3>");
        if (offer.Open is { } open)
        {
            var state = (ReferralState)open.State;
            Badge.Write(html, ReferralWords.Name(state, false), ReferralWords.Tone(state, false, false));
        }

        html.Tag("</div><p>").Words(card.Employer).Tag(" · ").Words(card.Place).Tag("</p><p><strong>").Words(card.Pay.Length > 0 ? card.Pay : "工资面议")
            .Tag("</strong> <span class=\"muted\">还招 ").Number(card.Facts.Posts).Tag(" 人</span></p>");
        if (card.ConductWarning is { } warning)
        {
            Alert.Write(html, Tone.Danger, warning);
        }

        html.Tag("<ul class=\"actions\" aria-label=\"推荐理由\">");
        foreach (var reason in why.Parts)
        {
            if (reason.Score > 0)
            {
                Badge.Write(html.Tag("<li>"), reason.Text, reason.Part is MatchPart.Occupation or MatchPart.Place ? Tone.Success : Tone.Info).Tag("</li>");
            }
        }

        html.Tag("</ul>");
        if (why.Notes.Count > 0)
        {
            html.Tag("<p class=\"hint\">").Words(string.Join("；", why.Notes)).Tag("</p>");
        }

        more(html);
        return html.Tag("</div></article>");
    }
}
