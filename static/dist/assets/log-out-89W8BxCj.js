<<<<<<<< HEAD:static/dist/assets/log-out-CHhFVPhH.js
import{d as e,nt as t,tt as n}from"./first-SgVcleRO.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`log-out`,size:24,node:[[`path`,{d:`m16 17 5-5-5-5`}],[`path`,{d:`M21 12H9`}],[`path`,{d:`M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4`}]]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
========
import{d as e,nt as t,tt as n}from"./first-Ben9DeAe.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`log-out`,size:24,node:[[`path`,{d:`m16 17 5-5-5-5`}],[`path`,{d:`M21 12H9`}],[`path`,{d:`M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4`}]]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
>>>>>>>> 43ccf21 (web: ask who a friend is when the friendship ends):static/dist/assets/log-out-89W8BxCj.js
