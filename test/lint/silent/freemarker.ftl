<#assign base = "https://www.example.com/a b"><#import "layout.ftl" as layout>
<#if user?? && (user.age > 17)><a href="${base}/u/${user.id?c}?n=${user.name?url}&amp;c=${(user.city!"a}b")?url('UTF-8')}">x</a></#if>
<#list items as item><a href="${item.url}">${item.title}</a></#list> <a href="<@layout.link id="a b"/>">x</a>
<#-- <a href="a b"> --> <a href="#{port}">x</a>
