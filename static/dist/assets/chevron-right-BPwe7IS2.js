<<<<<<<< HEAD:static/dist/assets/chevron-right-BPwe7IS2.js
import{d as e,nt as t,tt as n}from"./first-SgVcleRO.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`chevron-right`,size:24,node:[[`path`,{d:`m9 18 6-6-6-6`}]]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
========
import{d as e,nt as t,tt as n}from"./first-Ben9DeAe.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`chevron-right`,size:24,node:[[`path`,{d:`m9 18 6-6-6-6`}]]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
>>>>>>>> 43ccf21 (web: ask who a friend is when the friendship ends):static/dist/assets/chevron-right-CzblzLvc.js
